// A day at a desk by keys alone: signing in, reading, answering, writing, putting away, finding, marking, moving,
// labelling, settings, signing out. No
// pointer is used, and nothing is focused but by keys.
//   node stories/keyboard.mjs DEMO_FOLDER PICTURES_FOLDER
// The demo runs already. Whether it was done is seen over IMAP and at the catcher.
import assert from 'node:assert/strict'
import { ask, catcherIn, deliver, demoIn, Imap, signIn, undoFor } from './server.mjs'
import { launch, mails, play, seen, Stage, until } from './stage.mjs'
import { wordsOf } from './words.mjs'

const [folder, pictures] = process.argv.slice(2)
if (!pictures) throw new Error('Say where the demo is, and where pictures go')
const RUN = Date.now().toString(36)
const demo = demoIn(folder)
const { subjectOf, mail, row, textOf } = mails(demo, `Keys ${RUN}`)
const w = (await wordsOf('it')).main
const TABS_MAX = 80

/** Goes on by Tab until what has the focus is called so. */
async function tabTo(page, name, key = 'Tab') {
    const focused = () => page.evaluate(() => { const one = document.activeElement; return one?.getAttribute('aria-label') ?? one?.labels?.[0]?.innerText.trim() ?? one?.innerText?.trim() ?? '' })
    for (let i = 0; i < TABS_MAX; i++) {
        if (await focused() === name) return
        await page.keyboard.press(key)
    }
    assert.fail(`Tab does not come to ${name}; now at ${await focused()}`)
}

const isOpen = page => page.locator('dialog[open]').waitFor()
const isClosed = page => page.locator('dialog[open]').waitFor({ state: 'detached' })

/** Where a screen reader reads on: the heading of what is read, or that row of the list. */
async function isAt(page, what) {
    await page.waitForFunction(text => {
        const now = document.activeElement
        return now?.matches('.reading h1, [role=row]') && now.textContent.includes(text) && now.matches('h1') === (document.querySelector('.is-reading') !== null)
    }, subjectOf(what))
}

/** Until the chosen row is that one. */
async function choose(page, what) {
    const isChosen = () => page.locator('[role=row][aria-selected=true]', { hasText: subjectOf(what) }).count()
    const chosen = () => page.evaluate(() => document.querySelector('[role=row][aria-selected=true]')?.ariaRowIndex)
    for (let i = 0; i < 12 && await isChosen() === 0; i++) {
        const before = await chosen()
        await page.keyboard.press('j')
        // it is drawn a moment later, and the next key goes on from it
        await until(chosen, now => now !== before, 'the next is chosen')
    }
    assert.equal(await isChosen(), 1, `${what} is chosen`)
}

async function signsIn(page) {
    await page.waitForFunction(() => document.activeElement?.getAttribute('name') === 'address')
    await page.keyboard.type(demo.address)
    await page.keyboard.press('Tab')
    await page.keyboard.type(demo.password)
    await page.keyboard.press('Enter')
    await row(page, 'first').waitFor()
}

/** The palette is above all; what was typed last is done by Enter. */
async function command(page, text) {
    await page.keyboard.press('Control+k')
    await page.locator('dialog.palette').waitFor()
    await page.keyboard.type(text)
    await page.locator('dialog.palette [role=option][aria-selected=true]', { hasText: text }).waitFor()
    await page.keyboard.press('Enter')
}

async function day(stage) {
    const page = await stage.open({ size: 'desk', language: 'it', theme: 'light' })
    await signsIn(page)
    await choose(page, 'first')
    await page.keyboard.press('Enter')
    await textOf(page, 'first').waitFor()
    await isAt(page, 'first')
    await page.keyboard.press('Escape')
    await isAt(page, 'first')
    await page.keyboard.press('Enter')
    await isAt(page, 'first')
    await seen(imap, 'INBOX', subjectOf('first'), one => one?.flags.includes('\\Seen'), 'it is read')
    await page.keyboard.press('r')
    await page.waitForFunction(() => document.activeElement?.matches('.compose textarea'))
    await page.keyboard.press('Escape')
    await page.locator('.compose').waitFor({ state: 'detached' })
    await isAt(page, 'first')
    await page.keyboard.press('s')
    await seen(imap, 'INBOX', subjectOf('first'), one => one?.flags.includes('\\Flagged'), 'a star')
    await page.keyboard.press('r')
    await page.waitForFunction(() => document.activeElement?.matches('.compose textarea'))
    await page.keyboard.type('Answered by keys.')
    await page.keyboard.press('Control+Enter')
    await page.locator('.compose').waitFor({ state: 'detached' })
    assert.ok((await until(() => outside.whole('INBOX', `TO "keys-${RUN}@elsewhere.test"`), Boolean, 'the answer')).includes('Answered by keys.'))
    await page.keyboard.press('e')
    await seen(imap, 'Archive', subjectOf('first'), one => one !== undefined, 'put away')
    await page.keyboard.press('z')
    await seen(imap, 'INBOX', subjectOf('first'), one => one !== undefined, 'and back')
    await page.keyboard.press('u')
    await page.waitForFunction(() => document.activeElement?.matches('[role=row]'))
    await page.keyboard.press('c')
    await page.waitForFunction(() => document.activeElement?.matches('.compose [role=combobox]'))
    await page.keyboard.type(`written-${RUN}@elsewhere.test,`)
    await tabTo(page, w.compose.subject)
    await page.keyboard.type(subjectOf('written'))
    await tabTo(page, w.compose.body)
    await page.keyboard.type('Written by keys.')
    await tabTo(page, w.compose.send)
    await page.keyboard.press('Enter')
    await page.locator('.compose').waitFor({ state: 'detached' })
    await until(() => outside.whole('INBOX', `TO "written-${RUN}@elsewhere.test"`), Boolean, 'what was written')
    await many(page)
    await page.keyboard.press('?')
    await isOpen(page)
    await tabTo(page, w.keys.off)
    await page.keyboard.press('Space')
    await page.keyboard.press('Escape')
    await isClosed(page)
    await page.keyboard.press('c')
    assert.equal(await page.locator('.compose').count(), 0, 'letters do nothing where they are off')
    await command(page, w.actions.help)
    await isOpen(page)
    await tabTo(page, w.keys.off)
    await page.keyboard.press('Space')
    await page.keyboard.press('Escape')
    await isClosed(page)
    stage.played(page, 'keys-sheet')
    await settings(page)
    stage.played(page, 'palette')
    await tabTo(page, w.signIn.signOut)
    const [{ name, value }] = await page.context().cookies()
    await page.keyboard.press('Enter')
    await page.locator('form.sign-in').waitFor()
    await until(async () => (await ask(demo, 'GET', '/jmap/session', undefined, { cookie: `${name}=${value}`, token: '' })).status, status => status === 401, 'the session is over')
    stage.played(page, 'keyboard')
    await stage.close(page)
}

/** Found, marked, labelled, moved by name; put aside; all of two. */
async function many(page) {
    const both = ['second', 'third']
    await page.keyboard.press('/')
    await page.keyboard.type(`"${subjectOf('both')}"`)
    await page.keyboard.press('Enter')
    for (const one of both) await row(page, `both ${one}`).waitFor()
    await page.keyboard.press('*')
    await page.keyboard.press('a')
    await page.getByRole('toolbar', { name: w.selection.label }).waitFor()
    await page.keyboard.press('l')
    await isOpen(page)
    await tabTo(page, w.labels.tags[1])
    await page.keyboard.press('Space')
    for (const one of both) await seen(imap, 'INBOX', subjectOf(`both ${one}`), found => found?.flags.some(flag => /^\$label2$/i.test(flag)), 'labelled')
    // a window that is closed takes no key: the next one may be the very next thing
    await page.keyboard.press('Escape')
    await page.keyboard.press('v')
    await isOpen(page)
    await page.keyboard.type(w.mailboxes.roles.archive)
    await page.keyboard.press('Enter')
    for (const one of both) await seen(imap, 'Archive', subjectOf(`both ${one}`), found => found !== undefined, 'moved by its name')
    await page.keyboard.press('g')
    await page.keyboard.press('i')
    await row(page, 'first').waitFor()
    await choose(page, 'fourth')
    await page.keyboard.press('#')
    await seen(imap, 'Trash', subjectOf('fourth'), found => found !== undefined, 'in Trash')
    await choose(page, 'fifth')
    await page.keyboard.press('h')
    await isOpen(page)
    await page.keyboard.press('Enter')
    await seen(imap, 'Snoozed', subjectOf('fifth'), found => found !== undefined, 'put aside')
}

/** The settings by their name; arrows go from part to part. */
async function settings(page) {
    await command(page, w.settings.title)
    await isOpen(page)
    await tabTo(page, w.settings.parts.identities)
    for (let i = 0; i < 20 && await page.locator('#tab-look[aria-selected=true]').count() === 0; i++) await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Tab')
    await page.getByRole('tabpanel').locator('select').first().waitFor()
    await page.keyboard.press('Escape')
    await isClosed(page)
}

await undoFor(demo, await signIn(demo), 0)
const imap = await Imap.open(demo)
const outside = await Imap.open(catcherIn(folder))
await deliver(demo, [mail('fifth'), mail('fourth'), mail('both third'), mail('both second'), mail('first', { from: `keys-${RUN}@elsewhere.test` })])
const browser = await launch()
try {
    await play(new Stage(demo, browser, pictures), { 'a day by keys': () => day(new Stage(demo, browser, pictures)) }, '')
} finally {
    await undoFor(demo, await signIn(demo), 10)
    await browser.close()
    imap.close()
    outside.close()
}
