// Plays labels in two browsers of one account: half of what is marked has one; a new name in one is seen in the other.
//   node stories/labels.mjs DEMO_FOLDER PICTURES_FOLDER
// The demo runs already. Whether it was done is seen over IMAP.
import assert from 'node:assert/strict'
import { deliver, demoIn, Imap, signIn } from './server.mjs'
import { launch, rowOf, seen, Stage } from './stage.mjs'

const [folder, pictures] = process.argv.slice(2)
if (!pictures) throw new Error('Say where the demo is, and where pictures go')
const RUN = Date.now().toString(36)
const demo = demoIn(folder)
const subjectOf = what => `Labels ${RUN} ${what}`
const mail = what => ({ from: 'writer@elsewhere.test', text: [`From: Writer <writer@elsewhere.test>`,
    `To: ${demo.address}`, `Subject: ${subjectOf(what)}`, `Message-ID: <${RUN}-${what}@elsewhere.test>`,
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`, '', 'Words.', ''].join('\n') })

const began = Date.now()
const session = await signIn(demo)
await deliver(demo, [mail('one'), mail('two')])
const imap = await Imap.open(demo)
const browser = await launch()
const isWork = one => one !== undefined && one.flags.some(flag => flag.toLowerCase() === '$label2')
try {
    const stage = new Stage(demo, browser, pictures)
    const tablet = await stage.open({ size: 'tablet', language: 'it', theme: 'dark', session })
    await rowOf(tablet, subjectOf('one')).first().getByRole('checkbox').check()
    await tablet.keyboard.press('l')
    const dialog = tablet.getByRole('dialog')
    await dialog.getByLabel('Lavoro', { exact: true }).check()
    await seen(imap, 'INBOX', subjectOf('one'), isWork, 'the one has it')
    await tablet.keyboard.press('Escape')
    await rowOf(tablet, subjectOf('two')).first().getByRole('checkbox').check()
    await tablet.keyboard.press('l')
    const half = dialog.getByLabel('Lavoro', { exact: true })
    assert.deepEqual(await half.evaluate(box => [box.indeterminate, box.checked]), [true, false],
        'half of what is marked has it')
    await stage.look(tablet, 'labels-half-tablet-it-dark')
    await half.click()
    await seen(imap, 'INBOX', subjectOf('two'), isWork, 'a click gives it to all')
    assert.deepEqual(await half.evaluate(box => [box.indeterminate, box.checked]), [false, true])
    const desk = await stage.open({ size: 'desk', language: 'it', theme: 'light', session })
    await rowOf(desk, subjectOf('two')).first().locator('.label', { hasText: 'Lavoro' }).waitFor()
    await dialog.getByRole('button', { name: 'Modifica Lavoro' }).click()
    await dialog.getByLabel('Nome').first().fill('Ufficio')
    await dialog.getByRole('button', { name: 'Salva' }).first().click()
    await rowOf(desk, subjectOf('two')).first().locator('.label', { hasText: 'Ufficio' }).waitFor()
    await tablet.keyboard.press('Escape')
    await rowOf(tablet, subjectOf('one')).first().locator('.label', { hasText: 'Ufficio' }).waitFor()
    await stage.look(tablet, 'labelled-tablet-it-dark')
    // as it was, for the stories that follow
    await imap.ask('SETMETADATA "" (/private/vendor/vendor.sigillo/labels NIL)')
    await rowOf(desk, subjectOf('two')).first().locator('.label', { hasText: 'Lavoro' }).waitFor()
    await stage.close(desk)
    await stage.close(tablet)
    console.log(`${String(Date.now() - began).padStart(6)} ms  labels in two browsers`)
} finally {
    await browser.close()
    imap.close()
}
