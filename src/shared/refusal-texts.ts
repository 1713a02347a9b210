/**
 * Every refusal in the user's two languages: what is wrong and how to mend it. `{name}` is filled from the refusal's details.
 * The codes a workbook row can meet are the same codes a desk meets; in the import's JSON they are printed in capitals.
 */
import { refusalReasons } from './refusal-reasons.ts'

export const refusalTexts = {
  // asking
  bad_input: { zh: '“{field}”填写有误：{problem}', en: '“{field}” is not right: {problem}' },
  not_found: { zh: '没有找到，可能已被移除，或不在您的权限范围内', en: 'Not found: it may be gone, or it is not yours to see' },
  not_signed_in: { zh: '请先登录', en: 'Please sign in first' },
  not_allowed: { zh: '您的角色没有这项权限，请联系管理员', en: 'Your role may not do this; ask an administrator' },
  too_many_requests: { zh: '操作太频繁，请稍等片刻再试', en: 'Too many requests; wait a moment and try again' },
  bad_request: { zh: '请求不完整，无法读取；请刷新页面后再试', en: 'The request cannot be read; reload the page and try again' },
  not_json: { zh: '请求的内容不是正确的 JSON，无法读取', en: 'The content of the request is not well-formed JSON' },
  wrong_media_type: { zh: '这种格式的内容不能接收', en: 'Content of this type is not accepted here' },
  too_many_files: { zh: '一次最多上传 {most} 个文件，请分批上传', en: 'At most {most} files at a time; send them in parts' },
  too_large: { zh: '内容太大，请分批提交', en: 'Too large; send it in parts' },
  foreign_origin: { zh: '请求来自其他网站，已拒绝', en: 'The request came from another site and was refused' },
  // the machine
  storage_full: {
    zh: '磁盘已满，没有保存。请管理员在服务器上腾出空间，然后重试',
    en: 'The disk is full and nothing was saved. Ask the administrator to make room on the server, then try again',
  },
  storage_read_only: {
    zh: '服务器上的数据现在只能读，没有保存。请告诉管理员',
    en: 'The data on the server can only be read just now; nothing was saved. Tell the administrator',
  },
  storage_broken: {
    zh: '服务器的磁盘读写出错。请马上告诉管理员，不要重启服务器',
    en: 'The disk of the server cannot be read or written. Tell the administrator at once, and do not restart the server',
  },
  database_away: {
    zh: '数据库暂时没有应答，请稍后重试；同一张表单再提交一次，不会重复登记',
    en: 'The database does not answer just now; try again in a moment. The same form sent again counts once',
  },
  changed_meanwhile: {
    zh: '正好有别人在改同一处，没有保存，请稍后重试',
    en: 'Somebody else was changing the same at this moment; nothing was saved. Try again in a moment',
  },
  // backups
  backup_off: {
    zh: '这台服务器没有设备份的地方，请系统管理员用 start 启动',
    en: 'This server has no place for backups; it must be run with start',
  },
  backup_running: { zh: '正在备份或核对，请等它完成', en: 'A backup or a check is under way; wait until it ends' },
  backup_other_key: {
    zh: '这份备份要用别的密钥或口令打开，请在命令行恢复到旁边查看',
    en: 'Another key or a passphrase opens this backup; restore it for a look on the command line',
  },
  backup_shared: {
    zh: '这份备份里有几个机构的数据，不能从网页下载，请系统管理员从文件夹取',
    en: 'This backup holds several organisations and cannot be downloaded; ask the system administrator for the file',
  },
  // accounts
  sign_in_failed: { zh: '用户名或密码不对', en: 'User name or password is wrong' },
  account_locked: {
    zh: '连续输错次数过多，账户已锁定，请 {minutes} 分钟后再试',
    en: 'Too many wrong attempts; try again in {minutes} minutes',
  },
  password_weak: {
    zh: '密码至少 10 位，且包含字母、数字或符号中的两类，不能含用户名',
    en: 'At least 10 characters with two of letters, digits, symbols, and without the user name',
  },
  password_same: { zh: '新密码不能与旧密码相同', en: 'The new password must differ from the old one' },
  password_must_change: { zh: '请先修改密码', en: 'Change the password first' },
  password_used_before: {
    zh: '这个密码您以前用过，最近 {count} 个用过的密码不能再用',
    en: 'You have used this password before; the last {count} are not taken again',
  },
  second_factor_due: { zh: '请先输入动态口令', en: 'Enter the code of your second factor first' },
  second_factor_missing: { zh: '请先设置动态口令（第二因素）', en: 'Set up your second factor first' },
  second_factor_wrong: {
    zh: '动态口令不对或已用过。请用手机上此刻显示的 6 位数字；如果一直不对，请核对手机时间',
    en: 'The code is wrong or was used already. Take the 6 digits shown right now; if they never fit, check the clock of the phone',
  },
  second_factor_held: {
    zh: '已经设置过动态口令，换手机请先停用旧的',
    en: 'A second factor is set up already; end it first to move to another phone',
  },
  second_factor_none: { zh: '还没有设置动态口令', en: 'There is no second factor yet' },
  powers_apart: {
    zh: '系统管理员、安全管理员、审计管理员应由不同的人担任：这个账户已担任其中另一项，请授予另一个人，或先收回原来的',
    en: 'System, security and audit administration are held by different people: this account holds another of them already. Appoint somebody else, or take the other one away first',
  },
  second_person_needed: {
    zh: '需要另一个人确认：申请人和被授权的人都不能自己确认',
    en: 'A second person has to confirm: neither who asked for it nor whom it is for',
  },
  requester_gone: {
    zh: '申请人的账户已停用，或已无权授予角色：请拒绝，再由有权的人重新申请',
    en: 'Whoever asked for it has left or may no longer give roles: refuse it, and have it asked for again',
  },
  rule_in_past: {
    zh: '新规定最早从今天（{today}）起执行，以前的不能改',
    en: 'A new rule holds from today ({today}) at the earliest; the past is not changed',
  },
  setup_code_wrong: {
    zh: '设置码不对，请查看服务器启动窗口中打印的设置码',
    en: 'The set-up code is wrong; it is printed in the window the server was started in',
  },
  setup_done: { zh: '系统已完成初始设置', en: 'Set-up is already done' },
  old_password_wrong: { zh: '旧密码不对', en: 'The old password is wrong' },
  own_account: { zh: '不能对自己的账户这样做，请另一位管理员操作', en: 'Not on your own account; ask another administrator' },
  last_administrator: {
    zh: '这是最后一位管理员，请先指定另一位',
    en: 'This is the last administrator; appoint another one first',
  },
  role_held: { zh: '该账户已有这个角色', en: 'The account holds this role already' },
  login_taken: { zh: '用户名已被使用，请换一个', en: 'That user name is taken; choose another' },
  credit_code_wrong: {
    zh: '统一社会信用代码不对：应为 18 位，末位是校验码，请与登记证书核对',
    en: 'The credit code is wrong: it has 18 characters, the last of which checks the others; compare with the certificate',
  },
  // rows: dates, contracts, people
  bad_date: {
    zh: '日期“{text}”无法识别或不存在，请改成如 2022-03-05',
    en: 'The date “{text}” cannot be read or does not exist; write it as 2022-03-05',
  },
  out_of_year: { zh: '日期 {date} 不在 {year} 年度内', en: '{date} is not in {year}' },
  out_of_contract: {
    zh: '日期 {date} 不在合同期（{starts_on} 至 {ends_on}）内',
    en: '{date} is outside the contract ({starts_on} to {ends_on})',
  },
  unknown_contract: { zh: '没有编号为“{contract}”的合同', en: 'There is no contract “{contract}”' },
  unknown_station: { zh: '没有名为“{station}”的站点', en: 'There is no station “{station}”' },
  not_centre: {
    zh: '请选择您负责的康园中心；其他站点没有学员台账',
    en: 'Choose a disability centre of yours; other stations have no trainees',
  },
  unknown_member: {
    zh: '会员登记表中没有“{who}”，请核对编号和姓名',
    en: 'Nobody “{who}” in the registers; check number and name',
  },
  ambiguous_person: { zh: '有多位“{who}”，请补填会员编号', en: 'Several people are called “{who}”; add the member number' },
  name_mismatch: {
    zh: '编号 {member_no} 登记的姓名与“{name}”不符',
    en: 'Number {member_no} is registered under another name than “{name}”',
  },
  member_quarantined: {
    zh: '会员 {member_no} 的登记行有误（{cause}），请先改正登记',
    en: 'The register row of {member_no} is held ({cause}); mend it first',
  },
  after_exit: {
    zh: '该会员已于 {exit_on} {status}，之后的记录不计',
    en: 'This member left on {exit_on} ({status}); later rows are refused',
  },
  duplicate: { zh: '与已有记录重复，只计一次', en: 'Repeats an earlier record; counted once' },
  // rows: registers
  id_check_digit: {
    zh: '身份证号校验位不对，请核对原件',
    en: 'The check character of the ID number is wrong; compare with the card',
  },
  id_precision_lost: {
    zh: '18 位身份证号被存成了数值，末位已失真，请以文本格式重新填写',
    en: 'The 18-digit ID was stored as a number and lost its last digits; enter it as text',
  },
  id_bad_format: { zh: '身份证号应为 18 位数字（末位可为 X）', en: 'An ID number has 18 digits (the last may be X)' },
  id_bad_date: { zh: '身份证号中的出生日期不存在', en: 'The birth date in the ID number does not exist' },
  name_missing: { zh: '缺少姓名', en: 'The name is missing' },
  number_missing: { zh: '缺少编号', en: 'The number is missing' },
  // rows: values
  bad_hours: { zh: '时长“{value}”应大于 0 且不超过 12 小时', en: 'Hours “{value}” must be above 0 and at most 12' },
  amount_mismatch: { zh: '金额不符：{sum}', en: 'The amounts do not add up: {sum}' },
  bad_headcount: { zh: '人数“{value}”应为 1 至 500', en: 'The head-count “{value}” must be 1 to 500' },
  activity_clash: {
    zh: '时间冲突（{count} 处）：{clashes}。确认无妨，请勾选“已知冲突，仍然保存”',
    en: 'Clashes in time ({count}): {clashes}. If that is all right, tick “I know, save it”',
  },
  activity_not_planned: {
    zh: '这场活动已经开展或取消，不能再改',
    en: 'This session was held or cancelled; it can no longer be changed',
  },
  enrolment_closed: {
    zh: '这场活动已开展、取消或过期，不能再报名',
    en: 'This session is over or was cancelled; nobody can enrol',
  },
  enrolled_already: { zh: '此人已经报名或在候补中', en: 'This person is enrolled or waiting already' },
  offer_lapsed: {
    zh: '没有为此人保留的位子，或已过确认时限，位子已给下一位',
    en: 'No place is kept for this person, or its time has run out',
  },
  room_exists: { zh: '本站已有“{name}”', en: 'The station has a room “{name}” already' },
  series_exists: { zh: '系列编号 {code} 已经有了，请换一个', en: 'There is a series {code} already; take another number' },
  series_closed: { zh: '这个系列已经结束', en: 'This series has ended' },
  picture_unreadable: {
    zh: '这不是照片或扫描件：只收 JPEG、PNG、WebP 图片和 PDF',
    en: 'This is no picture or scan: JPEG, PNG, WebP and PDF are taken',
  },
  picture_too_large: {
    zh: '文件太大：最多 {most_mb} MB。纸张可以用手机拍下来，会自动缩小',
    en: 'The file is too large: {most_mb} MB at most. A sheet of paper can be photographed; that is made smaller by itself',
  },
  too_many_pictures: {
    zh: '一条登记最多附 {most} 张，请先删去不要的',
    en: 'At most {most} pictures beside one entry; remove some first',
  },
  activity_not_held: { zh: '活动开展之后才能记成效', en: 'Outcomes are recorded once the session was held' },
  more_reached: { zh: '达到的人数不能多于询问的 {asked} 人', en: 'No more can have reached it than the {asked} who were asked' },
  outcome_exists: {
    zh: '这场活动已经记过“{measure}”，要改请先作废',
    en: '“{measure}” is recorded for this session already; void it first to change it',
  },
  same_person_twice: { zh: '同一个人写了两次', en: 'One person stands there twice' },
  not_a_series: { zh: '“{kind}”不是课程或小组，不用开系列', en: '“{kind}” is neither a course nor a group: it needs no series' },
  unknown_activity: { zh: '活动编号“{activity}”不在活动表中', en: 'There is no activity “{activity}”' },
  activity_not_counted: { zh: '活动“{activity}”不计入（{cause}）', en: 'Activity “{activity}” does not count ({cause})' },
  bad_dose: { zh: '针次“{value}”无法识别，请填第一针、第二针或第三针', en: 'Dose “{value}” cannot be read; write 1, 2 or 3' },
  bad_value: { zh: '“{field}”的值“{value}”不可能', en: '“{value}” is not possible for “{field}”' },
  bad_score: { zh: '评分“{value}”应为 1 至 5', en: 'The score “{value}” must be 1 to 5' },
  bad_amount: { zh: '金币数“{value}”应为正整数', en: 'The amount “{value}” must be a positive whole number' },
  overdraft: { zh: '余额 {balance} 枚，不足以兑换 {amount} 枚', en: 'The balance is {balance}, less than {amount}' },
  account_open: {
    zh: '账户在此之前已有流水，余额 {balance} 枚已自动结转，期初不再计入',
    en: 'The account has earlier entries; its balance of {balance} is carried on, an opening adds nothing',
  },
  implausible_value: {
    zh: '测量值“{value}”超出合理范围，请核对',
    en: 'The measurement “{value}” is outside the plausible range',
  },
  unknown_volunteer: { zh: '志愿者编号“{volunteer}”不在名册中', en: 'There is no volunteer “{volunteer}”' },
  // sound rows that add nothing
  not_held: { zh: '取消或延期，不计', en: 'Cancelled or postponed; not counted' },
  staff_or_volunteer: { zh: '工作人员或志愿者，不计', en: 'Staff or volunteer; not counted' },
  visit_failed: { zh: '探访未成功，只登记不计', en: 'The visit failed; logged, not counted' },
  not_answered: { zh: '未接通，只登记不计', en: 'Not answered; logged, not counted' },
  under_60: { zh: '接种当日未满 60 周岁，不计', en: 'Under 60 on the dose date; not counted' },
  not_mobilised: { zh: '接种前没有接通的电访，不计', en: 'No answered call before the dose; not counted' },
  staff_left: { zh: '已离职，不计', en: 'Left; not counted' },
  intern: { zh: '实习人员，不计', en: 'Intern; not counted' },
  station_closed: { zh: '站点未运营，不计', en: 'The station is not open; not counted' },
  not_signed: { zh: '合同未签约，不计', en: 'Not signed; not counted' },
  reprint: { zh: '转载，不计', en: 'A reprint; not counted' },
  self_published: { zh: '机构自己的公众号，不计', en: "The organisation's own account; not counted" },
  trainee_left: { zh: '已离园，不计', en: 'Left the centre; not counted' },
  trainee_on_trial: { zh: '试训，不计', en: 'On trial; not counted' },
  // files
  file_not_workbook: {
    zh: '“{file}”的内容不是 Excel 工作簿或 CSV（只改文件名的后缀不行）；请用做它的软件打开，另存为 .xlsx 后再上传',
    en: '“{file}” does not hold an Excel workbook or CSV, whatever its name says; open it where it was made, save it as .xlsx and send it again',
  },
  file_old_excel: {
    zh: '“{file}”是旧版 .xls，请在 Excel 或 WPS 中另存为 .xlsx',
    en: '“{file}” is an old .xls; save it as .xlsx',
  },
  file_encrypted: {
    zh: '“{file}”加了打开密码，读不了；请在 Excel 或 WPS 中打开，在“文件 → 信息（文档加密）”里去掉密码，保存后再上传',
    en: '“{file}” is protected by a password; open it in Excel or WPS, remove the password under File → Info, save it and send it again',
  },
  file_broken: {
    zh: '“{file}”已损坏或没有传完整，读不了；请用 Excel 或 WPS 修复并另存一份，修不好就请发来的人再发一次',
    en: '“{file}” is damaged or incomplete; repair it in Excel or WPS and save a copy, or ask whoever sent it to send it again',
  },
  file_encoding: {
    zh: '“{file}”里的文字已经乱码，读出来会是错的；请在 Excel 或 WPS 中打开原来的表格，另存为 .xlsx 后再上传',
    en: 'Characters in “{file}” are garbled and would be read wrongly; open the original in Excel or WPS, save it as .xlsx and send it again',
  },
  file_too_large: {
    zh: '“{file}”太大（上限 {limit}）；请删去里面的图片，或拆成几个文件后再上传',
    en: '“{file}” is too large (limit {limit}); remove its pictures or split it, and send it again',
  },
  file_unpacks_too_large: {
    zh: '“{file}”打开后超过 {limit}，不像正常的表格，没有读取；请删去多余的空行、图片另存一份，或拆成几个文件后再上传',
    en: '“{file}” unpacks to more than {limit}, unlike an ordinary workbook, and was not read; remove empty rows and pictures or split it, and send it again',
  },
  file_too_many_rows: {
    zh: '“{file}”里有一张表超过 {most} 行；请拆成几个文件后再上传',
    en: 'A sheet of “{file}” has more than {most} rows; split it and send it again',
  },
  file_too_many_columns: {
    zh: '“{file}”里有一张表超过 {most} 列；请删去用不到的列后再上传',
    en: 'A sheet of “{file}” has more than {most} columns; remove those that are not needed and send it again',
  },
  file_too_many_cells: {
    zh: '“{file}”里有一张表超过 {most} 个格子；请拆成几个文件后再上传',
    en: 'A sheet of “{file}” has more than {most} cells; split it and send it again',
  },
  file_out_of_memory: {
    zh: '“{file}”太大，这台服务器的内存装不下；请拆成几个文件后再上传',
    en: '“{file}” does not fit into the memory of this server; split it and send it again',
  },
  uploads_too_large: {
    zh: '等待导入的工作簿合计超过 {limit}（机构设置中的“等待导入的工作簿上限”）；请分批上传，或请管理员调高上限',
    en: 'The workbooks waiting for import come to more than {limit} (“Workbooks that may wait for import”, under Organisation settings); send them in parts, or ask an administrator to raise the limit',
  },
  file_empty: {
    zh: '“{file}”是空文件；请确认选对了文件，或重新导出一次',
    en: '“{file}” is empty; check that it is the right file, or export it again',
  },
  file_twice: { zh: '“{file}”选了两次，只用第一次', en: '“{file}” was chosen twice; the first one is used' },
  file_too_slow: {
    zh: '“{file}”读取超过 {seconds} 秒，已停止；请拆成几个文件后再上传',
    en: 'Reading “{file}” took more than {seconds} seconds and was stopped; split it and send it again',
  },
  file_already_imported: { zh: '“{file}”已于 {on} 导入过，没有改动', en: '“{file}” was imported on {on}; nothing changed' },
  import_cancelled: { zh: '导入已取消，没有改动', en: 'The import was cancelled; nothing changed' },
  import_broken_off: {
    zh: '进行导入的服务器中途停止了，没有任何改动；请重新导入',
    en: 'The server that ran the import stopped in the middle; nothing changed. Import again',
  },
  import_undone: { zh: '这次导入已经撤销', en: 'This import has been undone already' },
  nothing_to_import: { zh: '没有可导入的工作表', en: 'There is no sheet to import' },
  // records and people
  already_decided: { zh: '这笔已经有人处理过了', en: 'Somebody has decided this already' },
  not_your_own: {
    zh: '自己提出的不能自己确认，请另一位有权限的同事确认',
    en: 'Nobody confirms what they asked for themselves; ask a colleague who may',
  },
  coins_used: {
    zh: '会员 {member_no} 的金币已经用掉：作废后余额会是 {balance} 枚。请先作废后来的兑换，或记一笔冲正',
    en: 'The coins of member {member_no} have been spent: the balance would become {balance}. Void the later spending first, or record a correction',
  },
  import_stood_on: {
    zh: '还有 {count} 条不是这次导入写的登记立在它上面：{which}。请先作废它们，或先撤销带来它们的导入',
    en: '{count} entries that this import did not write stand on it: {which}. Void them first, or undo the import that brought them',
  },
  already_voided: { zh: '这条记录已经作废', en: 'This record has been voided already' },
  merge_same: { zh: '不能与自己合并', en: 'A person cannot be merged with themself' },
  merge_done: { zh: '该人员已被合并', en: 'This person has been merged already' },
  merge_not_undoable: {
    zh: '合并已撤销，或后来又有合并，无法撤销',
    en: 'The merge is undone already, or another merge came after it',
  },
  future_date: { zh: '日期 {date} 还没到', en: '{date} is in the future' },
  // cards and membership
  session_called_off: {
    zh: '“{activity}”已取消、延期或作废，不能签到',
    en: '“{activity}” was called off: nobody signs in for it',
  },
  sheet_misread: { zh: '这不是签到表上的编号（十位数字）', en: 'Not the number of a sign-in sheet (ten digits)' },
  sheet_unknown: { zh: '没有这个编号的签到表；别站的表请到那个站点录入', en: 'There is no such sheet at this station' },
  sheet_row_unknown: { zh: '第 {row} 行不在这张签到表上，或给了两次', en: 'Row {row} is not on this sheet, or was given twice' },
  sheet_headcount_stands: {
    zh: '这张表已录未留名 {people} 人；要改先把那一条作废',
    en: '{people} are entered already; void that entry first',
  },
  card_misread: {
    zh: '卡号没有读对，请再扫一次，或核对 16 位数字',
    en: 'The card was not read right: scan again, or compare its 16 digits',
  },
  card_unknown: { zh: '没有这张卡，可以按姓名或电话找人', en: 'There is no such card; look for the person by name or telephone' },
  card_lost: {
    zh: '这张卡已于 {day} 挂失，不能使用。请核对持卡人是谁，本人要用请补发新卡',
    en: 'This card was reported lost on {day} and is refused. See who bears it; make a new one for its owner',
  },
  card_replaced: {
    zh: '这是旧卡，{day} 已换新卡。请收回旧卡，请他出示新卡',
    en: 'This is an old card, replaced on {day}. Take it back and ask for the new one',
  },
  card_blocked: {
    zh: '这张卡已于 {day} 停用，请收回；需要时补发新卡',
    en: 'This card was taken out of use on {day}: keep it, and make a new one if needed',
  },
  card_of_former: {
    zh: '{name} 已不在册（{day} 起），请收回此卡',
    en: '{name} is no longer a member (since {day}); keep the card',
  },
  card_standing: {
    zh: '已有一张在用的卡。要换卡，请选挂失、损坏或收回',
    en: 'There is a card in use. To replace it, say whether it is lost, damaged or returned',
  },
  card_not_member: { zh: '已不在册，不能发卡或续会；请先重新入会', en: 'Not a member any more: let them come back first' },
  term_backwards: { zh: '截止日期早于开始日期', en: 'It ends before it begins' },
  application_decided: { zh: '这份申请已经处理过', en: 'This application has been decided already' },
  reason_missing: { zh: '请写明原因', en: 'Say why' },
  // figures
  unknown_figure: { zh: '没有“{key}”这个指标', en: 'There is no figure “{key}”' },
  figure_not_computable: { zh: '无法计算：{cause}', en: 'Cannot be computed: {cause}' },
  // reports
  report_template_bad: {
    zh: '报告模板“{file}”不能使用：{problem}',
    en: 'The report template “{file}” cannot be used: {problem}',
  },
  report_prose_bad: {
    zh: '报告行文模板有误，位置 {place}：{problem}',
    en: 'The report sentences are not right at {place}: {problem}',
  },
} as const

export type RefusalCode = keyof typeof refusalTexts

const isCode = (text: string): text is RefusalCode => Object.hasOwn(refusalTexts, text)

/** The reason as it stands for many rows: without the particulars of one. Codes come in either case: reports print them in capitals. */
export const refusalReason = (code: string, language: 'zh' | 'en'): string => {
  const known = code.toLowerCase()
  if (!isCode(known)) return code
  return (refusalReasons[known] ?? refusalTexts[known])[language]
}

/**
 * The sentence for one refusal. A `cause` that is itself a refusal is said in words. Unknown details stay visible as `{name}`, so that a
 * missing one is noticed in tests.
 */
export const refusalText = (code: RefusalCode, details: Record<string, unknown>, language: 'zh' | 'en'): string =>
  refusalTexts[code][language].replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = details[name]
    if (value === undefined || value === null) return whole
    return name === 'cause' ? refusalReason(String(value), language) : String(value)
  })
