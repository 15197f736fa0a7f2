// Goes to each page and window of the webmail once in each language, and looks at it there in all sizes, by day and
// by night: what axe finds, and
// what is cut off. A picture of each, for eyes, is in the folder `tour` of the pictures. Each view is seen six times,
// so that each size is seen in
// both languages and both themes, and each language in both; with `all` in all twelve ways.
//   node stories/tour.mjs DEMO_FOLDER PICTURES_FOLDER [all] [of one view alone, a word of its name]
// The demo runs already.
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { deliver, demoIn, Imap, signIn } from './server.mjs'
import { launch, play, rowOf, SIZES, Stage, until } from './stage.mjs'
import { wordsOf } from './words.mjs'

const [folder, pictures, ...more] = process.argv.slice(2)
const isAll = more[0] === 'all'
const only = more[isAll ? 1 : 0] ?? ''
if (!pictures) throw new Error('Say where the demo is, and where pictures go')
const RUN = Date.now().toString(36)
const ALL = Object.keys(SIZES).flatMap(size => ['light', 'dark'].map(theme => [size, theme]))
const WAYS = isAll ? { en: ALL, it: ALL } : { en: [['desk', 'light'], ['tablet', 'dark'], ['phone', 'light']],
    it: [['phone', 'dark'], ['tablet', 'light'], ['desk', 'dark']] }
/** Colours are of a theme, whatever the size is: they are looked at in one, the dearest of all rules. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block']
const SETTINGS = ['identities', 'vacation', 'rules', 'passwords', 'devices', 'masked', 'senders', 'security',
    'endToEnd', 'contacts', 'level', 'ledger', 'data', 'notices', 'look']
const SERVER = ['status', 'accounts', 'domains', 'queue', 'trace', 'refused', 'filter', 'certificates',
    'backups', 'upgrades']
const demo = demoIn(folder)
const subjectOf = what => `Tour ${RUN} ${what}`

function mail(what, fields, type, body) {
    return { from: 'news@elsewhere.test', text: ['From: "Newsletter of the Society" <news@elsewhere.test>', `To: ${demo.address}, Beatrice Very-Long-Name <beatrice@elsewhere.test>`, `Subject: ${subjectOf(what)}`, `Message-ID: <${RUN}-${what}@elsewhere.test>`,
        `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`, 'MIME-Version: 1.0', ...fields, `Content-Type: ${type}`, '', body].join('\n') }
}

const DOT = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='
const MAILS = [
    mail('letter', [], 'text/plain; charset=utf-8', 'Dear Anna,\n\nthis is the first of two.\n\nGreetings'),
    mail('files', [`In-Reply-To: <${RUN}-letter@elsewhere.test>`, `References: <${RUN}-letter@elsewhere.test>`], 'multipart/mixed; boundary=b', ['--b', 'Content-Type: text/plain', '', 'With three files.', '', '> this is the first of two.', '',
        '--b', 'Content-Type: text/plain; name="a note with a rather long name of its own.txt"',
            'Content-Disposition: attachment', '', 'In the file.', '--b', 'Content-Type: image/png; name=dot.png',
            'Content-Disposition: attachment', 'Content-Transfer-Encoding: base64', '', DOT,
        '--b', 'Content-Type: application/octet-stream; name=data.bin', 'Content-Disposition: attachment', '', 'x', '--b--'].join('\n')),
    mail('list', ['List-Unsubscribe: <mailto:leave@elsewhere.test>', 'Disposition-Notification-To: news@elsewhere.test', 'Reply-To: other@answers.test'], 'text/html; charset=utf-8',
        '<h1>News</h1><p>Look <img src="https://elsewhere.test/p.png" width="90" height="20"> at <a href="https://evil.test/">https://bank.test/</a>.</p>'),
]

const dialog = page => page.locator('dialog[open]').last()
const escape = async page => {
    await page.keyboard.press('Escape')
    await page.locator('dialog[open]').waitFor({ state: 'detached' })
}
const toList = async page => {
    if (await page.locator('.panes.is-reading').count() > 0) await page.keyboard.press('u')
    await page.locator('.panes.is-reading').waitFor({ state: 'detached' })
}
const read = async (page, what) => {
    await rowOf(page, subjectOf(what)).first().click()
    await page.locator('.message.open').first().waitFor()
    await page.getByText(/^(Loading|Caricamento)$/).waitFor({ state: 'detached' })
}
const menuOf = async (page, item) => {
    await page.locator('.message.open .menu > summary').last().click()
    if (item) await page.getByRole('menuitem', { name: item, exact: true }).click()
}
const loaded = page => until(() => dialog(page).getByText(/^(Loading|Caricamento|One moment …|Un momento …)$/).count(), n => n === 0, 'it is loaded')
const tabTo = async (page, name) => {
    await page.locator(`#tab-${name}`).click()
    await loaded(page)
}

/** How one comes to each, and leaves it; from the list, as it was. */
const VIEWS = [
    ['list', async page => { await rowOf(page, subjectOf('list')).first().waitFor() }],
    ['conversation', page => read(page, 'files'), toList],
    ['letter-of-a-list', page => read(page, 'list'), toList],
    ['menu', async page => { await read(page, 'files'); await menuOf(page) }, async page => { await page.keyboard.press('Escape'); await toList(page) }],
    ['preview', async page => { await read(page, 'files'); await page.locator('.attachments .file').first().click(); await dialog(page).locator('pre').waitFor() }, escape],
    ['source', async (page, w) => { await menuOf(page, w.main.reading.source); await dialog(page).locator('pre').waitFor() }, escape],
    ['story', async (page, w) => { await menuOf(page, w.main.reading.story); await dialog(page).locator('.story').waitFor() }, async page => { await escape(page); await toList(page) }],
    ['hints', async page => { await page.keyboard.press('/'); await page.getByRole('option').first().waitFor() }, async page => { await page.keyboard.press('Escape'); await page.keyboard.press('Escape') }],
    ['found', async page => {
        await page.keyboard.press('/')
        await page.keyboard.type(`"${subjectOf('letter')}"`)
        await page.keyboard.press('Enter')
        await page.locator('[role=row] mark').first().waitFor()
    }, async page => { await page.keyboard.press('g'); await page.keyboard.press('i'); await rowOf(page, subjectOf('list')).first().waitFor() }],
    ['marked', async page => { for (const one of ['list', 'files']) await rowOf(page, subjectOf(one)).first().getByRole('checkbox').check() }],
    ['labels', async page => { await page.keyboard.press('l'); await dialog(page).waitFor() }, escape],
    ['snooze', async page => { await page.keyboard.press('h'); await dialog(page).waitFor() }, async page => { await escape(page); await page.keyboard.press('Escape'); await page.locator('.marked').waitFor({ state: 'detached' }) }],
    ['palette', async page => { await page.keyboard.press('Control+k'); await dialog(page).getByRole('option').first().waitFor() }, escape],
    ['keys', async page => { await page.keyboard.press('?'); await dialog(page).waitFor() }, escape],
    ['mailbox', async (page, w) => { await page.locator('.mailboxes').getByRole('button', { name: w.main.mailboxes.create }).click(); await dialog(page).waitFor() }, escape],
    ['writing', async (page, w) => {
        await page.keyboard.press('c')
        const panel = page.locator('.compose')
        await panel.getByRole('button', { name: w.main.compose.ccBcc }).click()
        await panel.locator('.address-field input').first().fill('bruno@sigillo.test, somebody.with.a.long.name@a-long-domain.elsewhere.test,')
        await panel.locator('.subject input').fill('About the attachment')
        await panel.locator('textarea').fill('The text of it.')
        await panel.locator('.attach input').setInputFiles({ name: 'a plan with a rather long name of its own, and more.txt', mimeType: 'text/plain', buffer: Buffer.from('x') })
        await panel.locator('.files li').waitFor()
        await until(() => panel.locator('progress').count(), n => n === 0, 'it has come up')
    }],
    ['lock', async page => { await page.locator('.compose .lock').click(); await page.locator('.lock-panel').waitFor() }, page => page.locator('.compose .lock').click()],
    ['writing-with-a-form', async (page, w) => { await page.locator('.compose').getByRole('button', { name: w.main.compose.formatting }).click(); await page.locator('.compose .editor iframe').waitFor() }],
    ['doubts', async (page, w) => {
        const panel = page.locator('.compose')
        await panel.locator('.subject input').fill('')
        await panel.getByRole('button', { name: w.main.compose.send, exact: true }).click()
        await panel.getByRole('alertdialog').waitFor()
    }, async (page, w) => {
        await page.getByRole('button', { name: w.main.compose.backToWriting }).click()
        await page.locator('.compose').getByRole('button', { name: w.main.compose.discard }).click()
        await page.locator('.compose').waitFor({ state: 'detached' })
    }],
    ...SETTINGS.map((name, i) => [`settings-${name}`, async (page, w) => {
        if (i === 0) await page.locator('.mailboxes').getByRole('button', { name: w.main.settings.title }).click()
        await tabTo(page, name)
    }, i === SETTINGS.length - 1 ? escape : undefined]),
    ...SERVER.map((name, i) => [`server-${name}`, async (page, w) => {
        if (i === 0) await page.locator('.mailboxes').getByRole('button', { name: w.main.palette.server }).click()
        await tabTo(page, name)
    }, i === SERVER.length - 1 ? escape : undefined]),
]

/**
 * What one cannot read, because it is cut off or stands beside the screen. What ends in three dots, or can be
 * scrolled to, is meant so.
 */
function cutOff(page) {
    return page.evaluate(() => {
        const above = [...document.querySelectorAll('dialog:modal')].at(-1) ?? document.querySelector('.compose') ?? document.body
        const scrolls = one => { for (let at = one; at; at = at.parentElement) { const { overflowX, textOverflow } = getComputedStyle(at); if (/auto|scroll/.test(overflowX) || textOverflow === 'ellipsis') return true } return false }
        const sideways = [document.documentElement, above, ...above.querySelectorAll('[role=tabpanel]')].filter(one => one.scrollWidth > one.clientWidth + 1).map(one => `${one.localName} “${one.ariaLabel ?? ''}” is wider than what is seen of it`)
        return sideways.concat([...above.querySelectorAll('button, summary, label, legend, h1, h2, h3, select, input, p, li, dt, dd, th, td')].flatMap(one => {
            const { left, right, width, height } = one.getBoundingClientRect()
            const { visibility, overflowX, textOverflow } = getComputedStyle(one)
            if (width < 2 || height < 2 || visibility !== 'visible' || one.closest('.unseen')) return []
            const isBeside = (right > innerWidth + 1 || left < -1) && !scrolls(one.parentElement)
            const isCut = /hidden|clip/.test(overflowX) && textOverflow !== 'ellipsis' && one.scrollWidth > one.clientWidth + 1
            return isBeside || isCut ? [`${one.localName}${one.className && `.${one.className}`} “${(one.innerText ?? '').slice(0, 40)}” ${isBeside ? 'is beside the screen' : 'is cut off'}`] : []
        }))
    })
}

/** The list is looked at where it is looked at; beside it, what has come. */
function partOf(name) {
    if (/^(writing|lock|doubts)/.test(name)) return '.compose'
    return /^(conversation|letter|menu)/.test(name) ? '.reading' : undefined
}

const found = []

async function look(stage, page, name, language, part, isFirst) {
    for (const [size, theme] of WAYS[language]) {
        await page.setViewportSize(SIZES[size])
        await page.emulateMedia({ colorScheme: theme })
        const whole = `${name}-${size}-${language}-${theme}`
        await page.screenshot({ path: join(pictures, 'tour', `${whole}.jpg`), type: 'jpeg', quality: 60 })
        const isFull = isAll || size === WAYS[language][0][0]
        const wrong = [...isFull || size === 'tablet' ? await stage.serious(page, { part, without: isFull ? [] : OF_COLOURS }) : [], ...await cutOff(page)]
        found.push(...wrong.map(one => `${whole}: ${one}`))
        if (isFirst) stage.played({ how: { size, language, theme } }, theme, language, 'accessible')
    }
    await page.setViewportSize(SIZES.desk)
    await page.emulateMedia({ colorScheme: 'light' })
}

async function through(stage, session, language) {
    const w = await wordsOf(language)
    const outside = await stage.open({ size: 'desk', language, theme: 'light' })
    await outside.locator('input[name=address]').waitFor()
    await look(stage, outside, 'sign-in', language)
    await outside.getByRole('button', { name: w.main.signIn.forgot }).click()
    await outside.locator('input[name=code]').waitFor()
    await look(stage, outside, 'password-lost', language)
    await stage.close(outside)
    const page = await stage.open({ size: 'desk', language, theme: 'light', session })
    await rowOf(page, subjectOf('list')).first().waitFor()
    for (const [name, open, leave] of VIEWS) {
        await open(page, w)
        if (name.includes(only)) await look(stage, page, name, language, partOf(name), name === 'list')
        await leave?.(page, w)
    }
    await stage.close(page)
}

mkdirSync(join(pictures, 'tour'), { recursive: true })
const session = await signIn(demo)
await deliver(demo, MAILS)
const imap = await Imap.open(demo)
// one of two that are marked has labels
await imap.mark('INBOX', `HEADER SUBJECT "${subjectOf('list')}"`, '$label1 $label2 $label3')
imap.close()
const browser = await launch()
try {
    const stage = new Stage(demo, browser, pictures)
    await play(stage, Object.fromEntries(Object.keys(WAYS).map(language => [`${VIEWS.length + 2} views, ${language}`, () => through(stage, session, language)])), '')
    assert.deepEqual(found, [], 'what is wrong')
} finally {
    await browser.close()
}
