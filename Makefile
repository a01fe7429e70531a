# make run    builds the program and shows it with invented people
# make test   the gate: form, vet, staticcheck, all tests
# make bench  the benchmarks
# make soak   kills, fuzzing, properties and power cuts with new seeds for SOAK (default 1h)
# make build  dist/ruhui, dist/ruhui-window and dist/district
# make fonts  makes fonts, icon and pinyin dictionary anew
#
# Each target first sees that this machine has what it needs (.ci/setup).

export PATH := $(PATH):/usr/local/go/bin
SOAK ?= 1h

.PHONY: run test bench soak build fonts clean

run: build
	@.ci/setup run
	@.ci/run-demo

# Go knows best what is out of date. The front needs no cgo, so that it starts
# on a machine without the window's libraries.
build:
	@.ci/setup go build
	CGO_ENABLED=0 go build -tags no_animations -o dist/ruhui ./app/front/cmd
	CGO_ENABLED=0 go build -tags no_animations -o dist/district ./sync/district/cmd
	go build -tags no_animations -o dist/ruhui-window .

test:
	@.ci/setup go build run desk tools
	@.ci/test

bench:
	@.ci/setup go build
	@.ci/bench

soak:
	@.ci/setup go build
	@SOAK=$(SOAK) .ci/soak

fonts:
	@.ci/setup go assets
	assets/fonts/make.sh
	assets/pinyin/make.sh
	go run ./assets/icons/make assets/icons/icon.png

clean:
	rm -rf dist out
