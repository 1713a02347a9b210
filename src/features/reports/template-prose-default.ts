/** The sentences we ship: they hold for any organisation, year and number of contracts. The shape follows annual reports as funders know them. */
import type { ReportProse } from './template-prose.ts'

const claimWords = [
  '深受',
  '喜欢',
  '喜爱',
  '好评',
  '认可',
  '满意度高',
  '高度评价',
  '评价高',
  '显著',
  '质量高',
  '服从性高',
  '超于',
  '融洽',
  '圆满',
  '良好',
  '做好做足',
  '全心全意',
  '有亮点',
  '优质',
  '越学越健康',
  '更舒心',
  '打下良好的基础',
  '全面提升',
  '减轻了',
  '受欢迎',
  '流量大',
  '渠道多',
  '成效',
  '得到满意',
]

const opening: ReportProse['opening'] = [
  [
    { text: '{organisation}秉持“{values}”的价值理念，围绕{fields}开展服务。', when: { terms: ['values'] } },
    { text: '{organisation}围绕{fields}开展服务。', when: { without_terms: ['values'] } },
    { text: '以“{service_feature}”为服务特色，深化各项服务。', when: { terms: ['service_feature'] } },
    { text: '{mission}', when: { terms: ['mission'] } },
    {
      lead: '{year}年',
      join: '，',
      tail: '。',
      pieces: ['机构服务团队成员{figure:org.staff.on_roll}', '持社工师证人员{figure:org.staff.social_work_certificate}'],
    },
    {
      lead: '',
      join: '，',
      tail: '。',
      pieces: ['共承接政府购买服务项目{figure:org.contracts.count}', '项目金额{figure:org.contracts.amount_yuan|about}'],
    },
    { text: '项目财务情况运行良好。', when: { figures: ['org.contracts.count'] } },
    {
      lead: '机构项目共',
      join: '、',
      tail: '。',
      pieces: [
        '举办活动{figure:activities.sessions|about}',
        '年度服务人次{figure:service.person_times.total|over}（服务{figure:service.persons.total}）',
        '年度媒体报道{figure:org.media.total}（其中省级及以上{figure:org.media.provincial_or_national}）',
        '参观接待{figure:org.receptions}',
      ],
    },
    { text: '机构员工获得国家级荣誉{figure:org.honours.staff_national}。', when: { figures: ['org.honours.staff_national'] } },
  ],
]

const sections: ReportProse['sections'] = [
  {
    id: 'epidemic',
    title: '抗疫防疫服务工作',
    when: { figures: ['vaccination.calls'] },
    paragraphs: [
      [
        '{calling_stations}积极响应各级政府部门的号召，及时对接相关部门和各村居委，招募志愿者参与抗疫，协助推进长者接种新冠疫苗的动员工作。',
        '工作人员通过电访形式，动员长者接种疫苗累计{figure:vaccination.calls}（{figure:vaccination.persons_called}），成功动员接种（含第一针、第二针、第三针）长者{figure:vaccination.elders_vaccinated|odd}。',
        {
          lead: '经登记核实的接种为',
          join: '、',
          tail: '。',
          pieces: ['第一针{figure:vaccination.dose_1}', '第二针{figure:vaccination.dose_2}', '第三针{figure:vaccination.dose_3}'],
        },
      ],
    ],
  },
  {
    id: 'expansion',
    title: '项目服务区域扩展',
    when: { figures: ['org.contracts.new_in_year'], terms: ['new_contracts'] },
    paragraphs: [
      [
        {
          text: '{year}年机构承接项目范围从{old_towns}拓展到{new_towns}，新增{new_contracts}，共{figure:org.contracts.new_in_year|unit:个项目}。',
          when: { terms: ['new_towns', 'old_towns'] },
        },
        {
          text: '{year}年机构新增{new_contracts}，共{figure:org.contracts.new_in_year|unit:个项目}。',
          when: { without_terms: ['new_towns'] },
        },
        {
          text: '{year}年机构在{new_towns}承接{new_contracts}，共{figure:org.contracts.new_in_year|unit:个项目}。',
          when: { terms: ['new_towns'], without_terms: ['old_towns'] },
        },
        '至年末，机构服务覆盖{figure:org.contracts.towns|unit:个镇}、{figure:org.stations.count|unit:个站点}。',
        { text: '团队把多年积累的服务经验带到{new_towns}，向当地居民提供服务。', when: { terms: ['new_towns', 'old_towns'] } },
      ],
    ],
  },
]

const introduction: ReportProse['opening'] = [
  [
    { text: '{place}以{scope}为服务范围，为{people_served}提供{services}等服务。', when: { terms: ['services', 'scope'] } },
    { text: '本年度为站点的第{operating_year}年运营期。', when: { terms: ['operating_year'] } },
  ],
]

const results: ReportProse['opening'] = [
  [
    {
      lead: '全年',
      join: '；',
      tail: '。',
      pieces: [
        '开展活动{column:sessions}、参与{column:activity_person_times}',
        '日间托养{column:daycare}',
        '助餐{column:meals}',
        '康娱服务{column:recreation}',
        '健康监测{column:health}',
        '上门服务{column:home}、{column:home_hours}',
        '探访{column:visits}（入户{column:visits_home}、电话{column:visits_phone}）',
        '疫苗动员电访{column:vaccination_calls}',
      ],
    },
    {
      lead: '',
      join: '，',
      tail: '。',
      pieces: ['以上服务合计{column:person_times_total}，服务{column:persons}', '年末在册会员{column:members_active}'],
    },
    { lead: '', join: '，', tail: '。', pieces: ['服务对象满意度为{column:satisfied}', '获公共媒体报道{column:media}'] },
    { text: '协议指标共{indicators_all}，全部达到或超过目标。', when: { indicators: 'all_met' } },
    {
      text: '协议指标共{indicators_all}，达标{indicators_met}。未达标的有：{indicators_missed}。',
      when: { indicators: 'some_missed' },
    },
  ],
]

const highlights: ReportProse['contract']['highlights'] = [
  {
    title: '积分制学习，提升长者个人能力',
    when: { figures: ['$.silver_school_series'] },
    sentences: [
      {
        lead: '针对长者对健康管理的需求，',
        join: '，',
        tail: '。',
        pieces: [
          '开展高血压等健康主题讲座{figure:$.hypertension_lectures}',
          '高血压自我管理小组{figure:$.hypertension_groups}（{figure:$.hypertension_group_sessions}）',
        ],
      },
      {
        lead: '',
        join: '，',
        tail: '。',
        pieces: ['开展银龄学堂系列课程{figure:$.silver_school_series}', '防诈骗讲座{figure:$.anti_fraud_lectures}'],
      },
      {
        lead: '以金币积分鼓励长者参与社区活动，',
        join: '，',
        tail: '。',
        pieces: ['全年发放{coins_by_station:earned}', '兑换{coins_by_station:spent}', '期末结存{coins_by_station:closing}'],
      },
    ],
  },
  {
    title: '职业训练与就业',
    when: { kinds: ['disability_centre'], figures: ['$.trainees'] },
    sentences: [
      '年末在册学员{figure:$.trainees|unit:名}。',
      '针对学员的实际情况开展多元化职业训练，有{figure:$.two_or_more_skills}的学员掌握2种或以上职业技能。',
      { text: '成功推荐公开就业学员{figure:$.open_employment|unit:名}。', when: { figures: ['$.open_employment'] } },
      {
        lead: '',
        join: '，',
        tail: '。',
        pieces: ['编织辅助性就业收入共{figure:$.weaving_income_yuan}', '其他产品收入{figure:$.other_income_yuan}'],
      },
    ],
  },
  {
    title: '康复训练与健康管理',
    when: { kinds: ['disability_centre'], figures: ['$.health_file_and_daily_check'] },
    sentences: [
      '{figure:$.health_file_and_daily_check}的学员建立健康档案并参与每日健康管理（全年{figure:$.daily_checks}）。',
      '有{figure:$.exercise_plan_followed}的学员根据运动计划按时自主进行运动，有{figure:$.knows_three_health_facts}的学员了解简单健康知识不少于3点。',
      {
        text: '经康复训练，{figure:$.severe_limb_go_out_alone|unit:名}重度肢体残疾学员可独自出行。',
        when: { figures: ['$.severe_limb_go_out_alone'] },
      },
    ],
  },
  {
    title: '文体生活与满意度',
    when: { kinds: ['disability_centre'], figures: ['$.satisfied'] },
    sentences: ['中心定期为学员举办不同类型的线上线下活动和文体活动，有{figure:$.satisfied}的学员对服务表示满意。'],
  },
  {
    title: '入户探访与电话访谈',
    when: { kinds: ['disability_centre'], figures: ['$.outreach'] },
    sentences: [
      '为行动不便的社区残障人士入户探访慰问及电话访谈，共服务{figure:$.outreach}（入户{figure:$.outreach_home}、电话{figure:$.outreach_phone}）。',
    ],
  },
  {
    title: '志愿服务',
    when: { kinds: ['volunteering'], figures: ['$.activity_hours'] },
    sentences: [
      '成立志愿服务团队，开展志愿活动{figure:$.activities}，共{figure:$.activity_hours}，服务{figure:$.person_times_served}。',
      {
        lead: '机构全年',
        join: '，',
        tail: '。',
        pieces: [
          '在册志愿者{figure:volunteers.registered|unit:名}',
          '其中{figure:volunteers.served_in_year|unit:名}参与服务',
          '个人服务时长合计{figure:volunteers.all.volunteer_hours}',
        ],
      },
    ],
  },
]

export const defaultProse: ReportProse = {
  terms: { fields: '养老和助残服务' },
  opening,
  sections,
  projects_title: '项目服务成效',
  contract_order: ['home_care', 'elder_centre', 'other', 'disability_centre', 'volunteering'],
  contract: { introduction, results, highlights },
  contract_texts: [],
  // The definitions of meiping.* count one station by its name; the other groups belong to a kind of contract.
  figure_groups: [
    { group: 'meiping', name_contains: '美平' },
    { group: 'kangyuan', kind: 'disability_centre' },
    { group: 'volunteers.disability_team', kind: 'volunteering' },
  ],
  claim_words: claimWords,
}
