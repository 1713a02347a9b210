/** Words of the frame around the pages and of the pages that belong to no slice. */
export const texts = {
  zh: {
    brand: '恒爱', skip: '跳到正文', navigation: '主导航', station: '站点', all_stations: '全部站点', find: '找人、找页面', find_hint: '姓名、拼音首字母、电话尾号，或页面名称', find_people: '服务对象', find_pages: '页面', find_actions: '操作', find_nothing: '没有找到“{{typed}}”', find_failed: '查找服务对象没有成功',
    account: '我的账户', big_text: '大字', normal_text: '标准字号', other_language: 'English', change_password: '修改密码', sign_out: '退出登录', born: '{{year}} 年生', at_station: '切换到{{name}}',
    group_today: '今天', group_people: '服务对象', group_services: '服务', group_projects: '项目与指标', group_reports: '报告', group_imports: '数据导入', group_organisation: '机构',
    tab_today: '今日', tab_people: '对象', tab_todo: '待办', tab_me: '我',
    not_found: '没有这一页', not_found_hint: '地址可能已改变。可以从左侧目录进入，或按 Ctrl K 查找。', home: '回到今天',
    no_permission: '这一页不在您的权限内', no_permission_hint: '“{{page}}”需要另一种角色。如果您的工作用得到它，请联系本机构管理员。',
    today: '今天', morning: '上午好，{{name}}', noon: '中午好，{{name}}', afternoon: '下午好，{{name}}', evening: '晚上好，{{name}}', today_is: '{{day}} · {{place}}',
    year_figures: '{{year}} 年', year: '年份', year_before: '上一年', year_after: '下一年', figures_hint: '点开任何一个数字，都能看到它由哪些记录组成。', all_figures: '全部指标数字', nothing_yet: '还没有记录', nothing_yet_hint: '导入一年的工作簿，或从左侧目录开始登记，这里就会出现当年的数字。', start_import: '导入工作簿',
    quick: '常用', recent_imports: '最近的导入', todo: '待办', todo_purpose: '需要您处理的事，按类别列出。', todo_none: '现在没有需要处理的事', todo_none_hint: '有新的疑似重复人员或待修正的导入行时，会出现在这里。', me: '我', me_purpose: '账户、显示与全部页面', roles: '角色', all_pages: '全部页面', text_size: '字号', language: '语言', all_of_organisation: '全机构', signed_in_as: '用户名',
  },
  en: {
    brand: 'Hengai', skip: 'Skip to content', navigation: 'Main', station: 'Station', all_stations: 'All stations', find: 'Find people or pages', find_hint: 'Name, pinyin initials, last digits of the phone, or a page', find_people: 'People', find_pages: 'Pages', find_actions: 'Actions', find_nothing: 'Nothing found for “{{typed}}”', find_failed: 'People could not be searched',
    account: 'My account', big_text: 'Large text', normal_text: 'Normal text', other_language: '中文', change_password: 'Change password', sign_out: 'Sign out', born: 'born {{year}}', at_station: 'Switch to {{name}}',
    group_today: 'Today', group_people: 'People', group_services: 'Services', group_projects: 'Projects and figures', group_reports: 'Reports', group_imports: 'Imports', group_organisation: 'Organisation',
    tab_today: 'Today', tab_people: 'People', tab_todo: 'To do', tab_me: 'Me',
    not_found: 'There is no such page', not_found_hint: 'The address may have changed. Use the list at the left or press Ctrl K.', home: 'Back to today',
    no_permission: 'This page is not yours to see', no_permission_hint: '“{{page}}” needs another role. If your work needs it, ask your administrator.',
    today: 'Today', morning: 'Good morning, {{name}}', noon: 'Hello, {{name}}', afternoon: 'Good afternoon, {{name}}', evening: 'Good evening, {{name}}', today_is: '{{day}} · {{place}}',
    year_figures: '{{year}}', year: 'Year', year_before: 'Year before', year_after: 'Year after', figures_hint: 'Open any number to see the records it is made of.', all_figures: 'All figures', nothing_yet: 'Nothing recorded yet', nothing_yet_hint: 'Import a year of workbooks or begin to record from the list at the left; the figures of the year appear here.', start_import: 'Import workbooks',
    quick: 'Often used', recent_imports: 'Recent imports', todo: 'To do', todo_purpose: 'What waits for you, by kind.', todo_none: 'Nothing waits for you', todo_none_hint: 'People who may be the same and imported rows to be mended appear here.', me: 'Me', me_purpose: 'Account, display and all pages', roles: 'Roles', all_pages: 'All pages', text_size: 'Text size', language: 'Language', all_of_organisation: 'whole organisation', signed_in_as: 'User name',
  },
} as const
