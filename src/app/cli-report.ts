/** `hengai report`: the annual report as files. */
import { defineCommand } from 'citty'
import { listOrganisations } from '../features/staff/organisation.ts'
import { dataOption, organisationOf, organisationOption } from './cli-options.ts'
import { openAll } from './open.ts'
import { writeReportFiles } from './year-report.ts'

export const reportCommand = defineCommand({
  meta: { name: 'report', description: '写出年度工作报告（Word 和 Excel）· write the annual report' },
  args: {
    ...dataOption,
    ...organisationOption,
    year: { type: 'string', required: true, valueHint: 'YEAR', description: '年度 · the year' },
    out: { type: 'string', default: '.', valueHint: 'DIR', description: '写到哪个文件夹 · folder for the files' },
    template: { type: 'string', valueHint: 'FILE.docx', description: '自己的 Word 模板 · your own Word template' },
  },
  run: async ({ args }) => {
    const opened = await openAll(args.data)
    try {
      const organisation_id = organisationOf(await listOrganisations(opened.database.db), args.organisation)
      for (const file of await writeReportFiles(opened, organisation_id, Number(args.year), args.out, args.template))
        console.log(file)
    } finally {
      await opened.close()
    }
  },
})
