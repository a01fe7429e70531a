// Package store keeps what a terminal records: the journal of its own events,
// the events of others it was given, and the tables that lists and searches
// read. One folder holds one terminal; one process has it open at a time.
//
// The journal is the data. Every other table that names a person is a
// projection, folded by package record from the events, and can be dropped and
// built again ([Session.Rebuild]). Bodies and personal columns are sealed
// (package vault) and open only between a [Store.SignIn] and its sign-out;
// in the clear stand states, dates, codes and ids.
//
// It knows nothing of sync, of HTTP or of screens. What it leaves to others: the
// rules (package record), moving events (package sync).
//
// Its surprises: a save that has begun is finished even when its context is
// cancelled meanwhile, because the visitor in front of the window was not; and
// only the last entry of an act carries the chain's hash, since acts are
// written, sent and acknowledged whole and the hashes between follow from the
// stored digests.
//
// # Faults
//
// What goes wrong at a window, what the person sees, and the test that tries
// it; faults_test.go keeps the table true.
//
//	what happens                                | what the person sees                             | tried by
//	------------------------------------------- | ------------------------------------------------ | --------
//	the program is killed at any moment         | after the next start all that was shown as saved | TestFault_killed_at_any_moment
//	it is killed while a visitor is typed       | the visit as it was, at the field left last      | TestDraft_survives_being_killed_while_typing
//	it is killed while it is set up             | the page for setting up again                    | TestSetUp_survives_being_killed
//	power cut while saving                      | after the next start all that was shown as saved | TestFault_power_cut_while_saving
//	power cut while typing                      | the visit as it was, at the field left last      | TestFault_power_cut_while_typing
//	power cut while others' events are stored   | whole acts of them; the rest comes again         | TestFault_power_cut_while_taking
//	power cut while rebuilding                  | the lists of before or the new ones, whole       | TestFault_power_cut_while_rebuilding
//	power cut while setting up                  | the page for setting up again                    | TestFault_power_cut_while_setting_up
//	power cut in the midst of a schema upgrade  | nothing: the upgrade goes on                     | TestFault_power_cut_while_upgrading
//	power cut while the vault is rewritten      | nothing: the old vault or the new one opens      | TestVaultOpensAfterAPowerCutAtEveryStepOfARewrite
//	killed while the vault is rewritten         | nothing: the old vault or the new one opens      | TestVaultOpensAfterAKillAtEveryStepOfARewrite
//	the n-th read, write or sync fails          | 读写磁盘出错，本次内容没有保存。                 | TestFault_io_error_on_the_nth_operation
//	no room for a save or a checkpoint          | 磁盘空间不足，本次内容没有保存。                 | TestFault_disk_full
//	a disk without room, shared memory included | 磁盘空间不足，本次内容没有保存。                 | TestFault_disk_full_for_real
//	a stick without room for a backup           | 磁盘空间不足，本次内容没有保存。                 | TestFault_no_room_for_a_backup
//	the clock is set back, far ahead, or dead   | is asked once for today's date; nothing refused  | TestFault_clock_is_doubted_and_never_goes_back
//	a date was given for a doubted clock        | that date on slips, the next one after midnight  | TestFault_clock_is_asked_for_once
//	the clock was ahead once                    | nothing: backups are made, the newest are kept   | TestFault_clock_once_ahead_stops_no_backups
//	the clock is wrong at a sign-in, or was     | the parked visits, none taken for expired        | TestFault_wrong_clock_takes_no_draft_away
//	the clock is before the program's build     | is asked once for today's date                   | TestFault_clock_before_the_program_was_built
//	a second program on the folder              | 数据文件夹正被另一个窗口程序使用。               | TestOpen_refuses_a_second_one
//	the folder cannot be written                | 数据文件夹不可写，本次内容没有保存。             | TestFault_read_only_folder
//	the folder is on a network share            | 数据文件夹在网络共享盘上，不能用来保存业务数据。 | TestFault_network_share_is_refused
//	the folder is of a newer program            | 本机数据由更新版本的程序写入。                   | TestOpen_refuses_other_databases
//	the folder is of another program            | 数据文件夹中的文件不是本程序的数据。             | TestOpen_refuses_other_databases
//	a page is damaged                           | 本机数据文件有损坏。                             | TestFault_damaged_page_is_found_and_the_rest_is_readable
//	a file is missing or empty                  | 本机数据文件有损坏。                             | TestFault_missing_file_is_found_at_the_start
//	the log of the last saves is lost           | 数据文件夹比上次使用时旧，编号改用单独的号段。   | TestFault_lost_log_is_noticed_at_the_start
//	the database was cut short                  | 本机数据文件有损坏。                             | TestFault_cut_database_is_found_at_the_start
//	the notes of sign-ins were changed          | 本机数据文件有损坏。                             | TestInvariant18_every_change_of_the_audit_is_found
//	the disk takes no note of a sign-in         | nothing: the note waits                          | TestAudit_waits_for_a_disk_that_takes_nothing
//	a newer program wrote some of the events    | what this program knows; the rest once upgraded  | TestUnread_is_kept_counted_and_folded_after_the_upgrade
//	an event makes no sense                     | nothing: it is kept, and the next one is read    | TestTake_stores_what_makes_no_sense
//	all staff replaced while the PC was off     | the new ones sign in with the files on a stick   | TestTakeStaffFiles_when_all_were_replaced_while_the_terminal_was_off
//	the journal was changed                     | 本机数据文件有损坏。                             | TestInvariant18_every_change_is_found
package store
