// Plays how one reads what means harm and what does not: previews, print, who vouches for it, counts.
//   node stories/reading.mjs DEMO_FOLDER PICTURES_FOLDER [of one story alone, a word of its name]
// The demo runs already. Whether it was done is seen over IMAP.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { pdfOf } from './pdf.mjs'
import { ask, deliver, demoIn, Imap, signIn } from './server.mjs'
import { launch, mails, play, seen, Stage, until } from './stage.mjs'
import { moduleOf, wordsOf } from './words.mjs'

const [folder, pictures, only = ''] = process.argv.slice(2)
if (!pictures) throw new Error('Say where the demo is, and where pictures go')
const RUN = Date.now().toString(36)
const demo = demoIn(folder)
const { subjectOf, mail, row, textOf } = mails(demo, `Reading ${RUN}`)
const words = { en: (await wordsOf('en')).main, it: (await wordsOf('it')).main }
const { HOSTILE } = await moduleOf('test/hostile.ts')
const DOT = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='
const PDF = pdfOf(Array.from({ length: 40 }, (_, i) => `Sheet ${i + 1} of the plan`),
    { link: 'https://bank.example/pay?now', script: 'app.alert(1)' })
const PASSWORD = 'open me'
/** Draws without an end that anybody would wait for; beside it, one that is read. */
const ENDLESS = pdfOf([`%\n${'0 0 595 842 re f '.repeat(400_000)}`, 'After it'])
const PDFS = [['page.pdf', PDF], ['locked.pdf', pdfOf(['Behind a password'], { password: PASSWORD })],
    ['broken.pdf', 'This is no PDF.'],
    ['endless.pdf', ENDLESS], ['vast.pdf', pdfOf(['Vast'], { box: '0 0 9999999 99999999', count: 5_000_000 })]]
const FILES = [['note.txt', 'text/plain', 'A note of its own.'], ['dot.png', 'image/png', Buffer.from(DOT, 'base64')],
    ...PDFS.map(([name, content]) => [name, 'application/pdf', content])]
const part = ([name, type, content]) => ['--b', `Content-Type: ${type}; name=${name}`,
    `Content-Disposition: attachment; filename=${name}`, 'Content-Transfer-Encoding: base64', '',
    Buffer.from(content).toString('base64').match(/.{1,76}/g).join('\n')].join('\n')
/** Messages of a long conversation, of which three are new. */
const LONG = 24
const MEANS_HARM = '"><img src=x onerror=globalThis.pwned=1><script>pwned=1</script>'
/** That turn text round, or are not seen. */
const TURNING = /[\u0007\u202a-\u202e\u2066-\u2069]/

/** A message that came as an attachment is read as one; what lies in it is saved as it was sent. */
async function attached(stage, session) {
    for (const how of [{ size: 'desk', language: 'it', theme: 'light' }, { size: 'phone', language: 'en', theme: 'dark' }]) {
        const page = await stage.open({ ...how, session })
        const { reading } = words[how.language]
        await row(page, 'attached').click()
        await page.locator('.attachments .file', { hasText: reading.attached.name }).click()
        const inner = page.locator('dialog[open] .attached-mail')
        await inner.getByRole('heading', { name: 'The inner one' }).waitFor()
        await inner.getByText('bruno@elsewhere.test').first().waitFor()
        const frame = inner.frameLocator('iframe')
        await frame.getByText('Read me there').waitFor()
        await until(() => frame.locator('img').first().evaluate(one => one.complete && one.naturalWidth).catch(() => 0), width => width === 1, 'its picture is seen')
        await stage.look(page, `attached-mail-${how.size}-${how.language}-${how.theme}`)
        const [saved] = await Promise.all([page.waitForEvent('download'), inner.getByRole('button', { name: reading.save('inner.txt') }).click()])
        assert.equal(readFileSync(await saved.path(), 'utf8').trim(), 'In the inner file.')
        if (how.size === 'desk') stage.played(page, 'attached-mail')
        await stage.close(page)
    }
}

/** What is new of a long conversation is in sight when it is opened, and not its beginning of some weeks ago. */
async function long(stage, session) {
    const numbers = [...Array(LONG).keys()]
    const idOf = i => `<${RUN}-long-${i}@elsewhere.test>`
    const letters = numbers.map(i => mail('long', { body: `Letter ${i} of it.\n${'And more of it.\n'.repeat(40)}`,
        fields: i === 0 ? [] : [`In-Reply-To: ${idOf(i - 1)}`, `References: ${idOf(0)} ${idOf(i - 1)}`] }))
    await deliver(demo, letters.map((one, i) => ({ ...one, text: one.text.replace(/^Message-ID: .*$/m, `Message-ID: ${idOf(i)}`) })))
    await imap.mark('INBOX', `HEADER SUBJECT "${subjectOf('long')}" NOT BODY "Letter ${LONG - 3} of" NOT BODY "Letter ${LONG - 2} of" NOT BODY "Letter ${LONG - 1} of"`, '\\Seen')
    for (const [size, theme] of [['desk', 'light'], ['phone', 'dark']]) {
        const page = await stage.open({ size, language: 'en', theme, session })
        await row(page, 'long').click()
        const first = page.locator('.message.open').first()
        await first.getByText(`Letter ${size === 'desk' ? LONG - 3 : LONG - 1} of it.`).waitFor()
        const tops = () => page.evaluate(() => [...document.querySelectorAll('.reading .toolbar, .message.open')].slice(0, 2)
            .map(one => { const { top, bottom } = one.getBoundingClientRect(); return { top, bottom } }))
        await until(tops, ([bar, message]) => message.top >= bar.bottom - 1 && message.top < bar.bottom + 60, 'what is new is below the tools')
        await stage.picture(page, `long-${size}-en-${theme}`)
        await page.mouse.move(page.viewportSize().width - 200, 500)
        await page.mouse.wheel(0, -5000)
        await until(tops, ([bar, message]) => message.top > bar.bottom + 200, 'who scrolls is where he wants to be')
        await stage.close(page)
    }
}

/** What came is looked at where it is, as it was sent; saved, it is the same. */
async function previews(stage, session) {
    const w = words.it
    const page = await stage.open({ size: 'tablet', language: 'it', theme: 'dark', session })
    await row(page, 'files').click()
    const file = name => page.locator('.attachments .file', { hasText: name })
    const window = page.locator('dialog[open]')
    await file('dot.png').click()
    const picture = window.locator('img')
    await until(() => picture.evaluate(one => one.complete && one.naturalWidth).catch(() => 0), width => width === 1,
        'the picture is seen')
    await page.keyboard.press('Escape')
    await file('note.txt').click()
    await window.locator('pre', { hasText: 'A note of its own.' }).waitFor()
    const [saved] = await Promise.all([page.waitForEvent('download'),
        window.getByRole('button', { name: w.reading.saveOne, exact: true }).click()])
    const source = await imap.whole('INBOX', `HEADER SUBJECT "${subjectOf('files')}"`)
    assert.ok(source.includes(readFileSync(await saved.path()).toString('base64')), 'what is saved is what was sent')
    await page.keyboard.press('Escape')
    const [all] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: w.reading.saveAll }).click()])
    const zip = readFileSync(await all.path())
    for (const [name, , content] of FILES) assert.ok(zip.includes(name) && zip.includes(Buffer.from(content)), `${name} is in it whole`)
    await seen(imap, 'INBOX', subjectOf('files'), one => one?.flags.includes('\\Seen'), 'it is read')
    stage.played(page, 'preview-image', 'preview-text', 'download-all')
    await stage.close(page)
}

/**
 * The pages of a PDF are seen where mail is read: those in sight are drawn, with text that can be chosen, by keys and
 * by fingers; nothing that the file asks for is fetched or run.
 */
async function pdfs(stage, session, how) {
    const w = words[how.language]
    const p = (await moduleOf(`src/text/pdf-${how.language}.ts`))[how.language === 'it' ? 'pdfIt' : 'pdfEn']
    const page = await stage.open({ ...how, session })
    const asked = []
    page.on('request', one => asked.push(one.url()))
    await row(page, 'files').click()
    const window = page.locator('dialog[open]')
    const canvases = window.locator('.pages canvas')
    await page.locator('.attachments .file', { hasText: 'page.pdf' }).click()
    await window.locator('[data-page="1"]', { hasText: 'Sheet 1 of the plan' }).waitFor()
    const isDrawn = number => until(() => window.locator(`[data-page="${number}"] canvas`).evaluate(one => {
        const { data } = one.getContext('2d').getImageData(0, 0, one.width, one.height)
        return data.some((value, i) => i % 4 === 2 && value > 180 && data[i - 2] < 80)
    }).catch(() => false), Boolean, `page ${number} is drawn`)
    await isDrawn(1)
    const name = `pdf-${how.size}-${how.language}-${how.theme}`
    await stage.look(page, name)
    // the keys are for the pages at once
    await page.keyboard.press('n')
    await until(() => window.getByLabel(p.pageNumber, { exact: true }).inputValue(), value => value === '2', 'the next page')
    await window.getByLabel(p.pageNumber, { exact: true }).fill('39')
    await page.keyboard.press('Enter')
    await window.locator('[data-page="39"]', { hasText: 'Sheet 39 of the plan' }).waitFor()
    await isDrawn(39)
    await until(() => canvases.count(), count => count > 0 && count < 12, 'pages that are out of sight are taken away')
    await window.getByRole('button', { name: p.larger }).click()
    await until(() => window.locator('[data-page="39"] canvas').evaluate(one => one.clientWidth / one.closest('.pages').clientWidth), part => part > 1.1, 'it is larger')
    await isDrawn(39)
    assert.equal(await window.getByLabel(p.pageNumber, { exact: true }).inputValue(), '39', 'and it is the same page')
    await window.getByRole('button', { name: p.smaller }).click()
    await window.getByLabel(p.pageNumber, { exact: true }).fill('1')
    await page.keyboard.press('Enter')
    await window.getByRole('button', { name: p.link('https://bank.example/pay?now') }).click()
    const leads = window.getByRole('link', { name: p.follow })
    assert.equal(await leads.getAttribute('rel'), 'noopener noreferrer')
    await window.locator('.leads', { hasText: 'https://bank.example/pay?now' }).waitFor()
    await stage.look(page, `${name}-link`)
    await window.getByRole('button', { name: p.forget }).click()
    const [saved] = await Promise.all([page.waitForEvent('download'), window.getByRole('button', { name: w.reading.saveOne, exact: true }).click()])
    assert.ok(readFileSync(await saved.path()).equals(PDF), 'what is saved is what was sent')
    const [apart] = await Promise.all([page.context().waitForEvent('page'), window.getByRole('link', { name: w.reading.openApart }).click()])
    await until(() => apart.url(), url => url.startsWith('blob:'), 'the browser shows it too')
    assert.equal(await apart.evaluate(() => window.opener), null, 'what shows it knows nothing of the webmail')
    await apart.close()
    await page.keyboard.press('Escape')
    await window.waitFor({ state: 'detached' })
    // a browser shows a PDF with its script, over the page that holds it
    assert.equal(await page.locator('iframe[src^=blob], embed, object').count(), 0)
    assert.deepEqual(asked.filter(one => !one.startsWith(demo.origin) && !/^(blob|data|about):/.test(one)), [], 'nothing that it names is asked for')
    stage.played(page, 'preview-pdf')
    await stage.close(page)
}

/** What cannot be shown says why, and can be saved; what keeps a browser busy is ended, and the rest is shown. */
async function badPdfs(stage, session) {
    const w = words.en
    const p = (await moduleOf('src/text/pdf-en.ts')).pdfEn
    const page = await stage.open({ size: 'phone', language: 'en', theme: 'dark', session })
    await row(page, 'files').click()
    const window = page.locator('dialog[open]')
    const look = async name => {
        await page.locator('.attachments .file', { hasText: name }).click()
        await window.waitFor()
    }
    const end = async () => {
        await window.getByRole('button', { name: w.reading.saveOne, exact: true }).waitFor()
        await page.keyboard.press('Escape')
        await window.waitFor({ state: 'detached' })
    }
    await look('broken.pdf')
    await window.getByText(p.refused.broken).waitFor()
    await end()
    await look('locked.pdf')
    await window.getByLabel(p.password).fill('a guess')
    await page.keyboard.press('Enter')
    await window.getByText(p.isWrong).waitFor()
    await stage.look(page, 'pdf-locked-phone-en-dark')
    await window.getByLabel(p.password).fill(PASSWORD)
    await page.keyboard.press('Enter')
    await window.locator('[data-page="1"]', { hasText: 'Behind a password' }).waitFor()
    await end()
    await look('vast.pdf')
    await window.locator('[data-page="1"] canvas').waitFor()
    assert.ok(await window.locator('[data-page]').count() <= 2_000, 'as many pages as are gone through')
    assert.ok(await window.locator('[data-page="1"] canvas').evaluate(one => one.width * one.height) <= 8_010_000)
    await end()
    await look('endless.pdf')
    await window.locator('[data-page="1"]').waitFor()
    await window.getByRole('button', { name: p.next }).click()
    await until(() => window.locator('[data-page]').filter({ hasText: /After it|takes too long/ }).count(), n => n > 0, 'it comes to an end, and the page lives')
    await end()
    stage.played(page, 'preview-pdf-bad')
    await stage.close(page)
}

/** On paper is the message, and nothing that is around it; its source is what IMAP has. */
async function printed(stage, session) {
    const w = words.en
    const page = await stage.open({ size: 'phone', language: 'en', theme: 'light', session })
    await row(page, 'printed').click()
    await textOf(page, 'printed').waitFor()
    await page.evaluate(() => { window.print = () => { document.title = 'is printed' } })
    const choose = async name => {
        await page.locator('.message.open .menu > summary').click()
        await page.getByRole('menuitem', { name, exact: true }).click()
    }
    await choose(w.reading.print)
    await until(() => page.title(), title => title === 'is printed', 'the browser is asked to print')
    await page.emulateMedia({ media: 'print' })
    assert.ok(await textOf(page, 'printed').isVisible()
        && await page.getByRole('heading', { name: subjectOf('printed') }).isVisible())
    for (const around of ['.mailboxes', '.middle', '.toolbar', '.answer']) assert.equal(await page.locator(around).first().isVisible(), false, around)
    await stage.picture(page, 'printed-phone-en-light')
    await page.emulateMedia({ media: 'screen' })
    await choose(w.reading.source)
    const said = (await page.locator('dialog pre').innerText()).replace(/\r?\n/g, '\r\n')
    const source = await imap.whole('INBOX', `HEADER SUBJECT "${subjectOf('printed')}"`)
    for (const line of said.trim().split('\r\n')) assert.ok(source.includes(line), line)
    await stage.picture(page, 'source-phone-en-light')
    stage.played(page, 'print', 'raw-source')
    await stage.close(page)
}

/** Who vouches for a message is said by what this server found, and by nothing that a stranger has written. */
async function vouching(stage, session) {
    for (const text of [checked('forged', 'fail'), checked('vouched', 'pass'), checked('stranger', 'fail', 'mx.friend.test')]) await imap.ask(`APPEND INBOX {${Buffer.byteLength(text)}+}\r\n${text}`)
    const page = await stage.open({ size: 'desk', language: 'it', theme: 'light', session })
    const w = words.it
    await row(page, 'forged').click()
    await page.locator('.warning', { hasText: w.story.trust.forged }).waitFor()
    await stage.look(page, 'forged-desk-it-light')
    for (const [what, trust] of [['vouched', 'shown'], ['stranger', 'unknown']]) {
        await row(page, what).click()
        await textOf(page, what).waitFor()
        assert.equal(await page.locator('.warning').count(), 0)
        await page.locator('.message.open .menu > summary').click()
        await page.getByRole('menuitem', { name: w.reading.story, exact: true }).click()
        await page.locator('dialog .story', { hasText: w.story.trust[trust] }).waitFor()
        if (trust === 'shown') await page.locator('dialog .story', { hasText: w.story.way }).locator('text=mx.friend.test').first().waitFor()
        await page.keyboard.press('Escape')
    }
    for (const what of ['forged', 'vouched', 'stranger']) await seen(imap, 'INBOX', subjectOf(what),
        one => one?.flags.includes('\\Seen'), 'it is read')
    stage.played(page, 'sender-trust', 'message-story')
    await stage.close(page)
}

/** As this server writes them on top; the stranger's bears another name. RFC 8601 section 5. */
function checked(what, result, server = demo.hostname) {
    return [`Received: from mx.friend.test by mx.friend.test; Mon, 30 Nov 2026 08:00:00 +0000`, mail(what).text].join('\n')
        .replace(/^/, `Authentication-Results: ${server}; dmarc=${result} header.from=elsewhere.test\nReceived: from mx.friend.test by ${demo.hostname}; Mon, 30 Nov 2026 08:00:01 +0000\n`).replace(/\n/g, '\r\n')
}

/**
 * All of our own payloads as mail, with fields that mean harm as well: nothing runs, is loaded, or is drawn over the
 * mail; fields are text everywhere.
 */
async function harmful(stage, session) {
    const page = await stage.open({ size: 'desk', language: 'en', theme: 'dark', session })
    const w = words.en
    const asked = []
    page.on('request', one => asked.push(one.url()))
    const name = subjectOf('harm')
    const isText = async (place, wants = '<img src=x') => {
        const found = await until(() => page.locator(place).last().evaluate(one => ({ made: one.querySelectorAll('script, [onerror], img[src="x"]').length, text: one.innerText })).catch(() => ({ text: '' })), one => one.text.includes(wants), `${place} shows it as text`)
        assert.equal(found.made, 0, place)
        assert.ok(!TURNING.test(found.text), `${place}: signs that turn text round`)
    }
    await deliver(demo, hostile)
    const left = new Set(Object.keys(HOSTILE))
    await page.keyboard.press('/')
    await page.keyboard.type(`"${name}"`)
    await page.keyboard.press('Enter')
    await until(() => page.locator('[role=grid]').getAttribute('aria-rowcount'), n => Number(n) === left.size,
        'all of it is found')
    await isText('[role=grid]')
    await page.locator('[role=row]').first().click()
    // those of one second stand in any order
    for (let said = ''; left.size > 0;) {
        if (said !== '') await page.keyboard.press('j')
        said = await until(() => page.locator('.reading h1').innerText().catch(() => ''), text => text.startsWith(name) && text !== said, `the next one; not yet seen: ${[...left]}`)
        const one = [...left].find(other => said.startsWith(`${name} ${other} is`))
        if (one === undefined) continue
        left.delete(one)
        const frame = page.locator('.reading .message.open iframe')
        await until(() => frame.last().evaluate(shown => shown.contentDocument?.readyState).catch(() => undefined), state => state === 'complete', `${one} is shown`)
        const inside = await frame.last().evaluate(shown => ({ sandbox: shown.getAttribute('sandbox'),
            first: shown.contentDocument.head.firstElementChild?.getAttribute('http-equiv'),
            url: shown.contentDocument.URL,
            live: shown.contentDocument.body.querySelectorAll('script, iframe, object, embed, form, input, svg, [onerror], [onload]').length }))
        assert.deepEqual(inside, { sandbox: inside.sandbox, first: 'Content-Security-Policy', url: 'about:srcdoc', live: 0 }, one)
        assert.ok(!/allow-scripts/.test(inside.sandbox), one)
        const isAbove = await page.getByRole('toolbar').last().evaluate(bar => { const { left, top } = bar.getBoundingClientRect(); return bar.contains(document.elementFromPoint(left + 4, top + 4)) })
        assert.ok(isAbove, `${one} draws over the mail`)
    }
    for (const [place, wants] of [['.reading h1'], ['.message.open header'], ['.attachments', 'img src=x']]) await isText(place, wants)
    await page.locator('.people summary').last().click()
    await isText('.people')
    await stage.picture(page, 'harmful-desk-en-dark')
    for (const [item, place] of [[w.reading.source, 'dialog'], [w.reading.story, 'dialog']]) {
        await page.locator('.message.open .menu > summary').last().click()
        await page.getByRole('menuitem', { name: item, exact: true }).click()
        if (item === w.reading.source) await isText(place)
        await page.keyboard.press('Escape')
        await page.locator('dialog[open]').waitFor({ state: 'detached' })
    }
    await page.keyboard.press('f')
    await page.locator('.compose iframe').waitFor()
    await until(() => page.locator('.compose .subject input').inputValue(), text => text.includes('<img src=x'),
        'its subject is text there too')
    await until(() => page.locator('.compose iframe').evaluate(one => one.contentDocument.body?.isContentEditable),
        Boolean, 'it is written on')
    assert.equal(await page.locator('.compose iframe').evaluate(one => one.contentDocument.body.querySelectorAll('script, iframe, form, svg, [onerror], [onload]').length), 0)
    await page.locator('.compose').getByRole('button', { name: w.compose.discard }).click()
    assert.equal(await page.evaluate(() => globalThis.pwned), undefined, 'nothing has run')
    const strangers = asked.filter(one => !one.startsWith(demo.origin) && !/^(blob|data|about):/.test(one) || one.includes('/webmail/picture'))
    assert.deepEqual(strangers, [], 'nothing is loaded unasked')
    const csp = (await page.request.get(`${demo.origin}/mail/`)).headers()['content-security-policy']
    assert.ok(!/script-src[^;]*'unsafe-(inline|eval)'/.test(csp) && /require-trusted-types-for 'script'/.test(csp), csp)
    await until(() => imap.count('INBOX', `UNSEEN HEADER SUBJECT "${name}"`), n => n === 0, 'all of it was read')
    stage.played(page, 'safe-html')
    // others read on from row to row
    await imap.remove('INBOX', `HEADER SUBJECT "${name}"`)
    // browsers say so also of a document in which nothing runs, where what came is taken apart
    page.faults = page.faults.filter(one => !/^(Executing inline event handler|Setting the document's base URI) .*violates/.test(one))
    await stage.close(page)
}

/** Private addresses are not asked, whatever a mail names; and what was asked for goes by the server alone. */
async function byTheServer(stage, session) {
    const page = await stage.open({ size: 'phone', language: 'it', theme: 'dark', session })
    const asked = []
    page.on('request', one => asked.push(one.url()))
    await row(page, 'elsewhere').click()
    await page.getByRole('button', { name: words.it.reading.showPictures }).click()
    await page.getByText(words.it.reading.picturesMissing(2)).waitFor()
    const gone = asked.filter(one => one.includes('/webmail/picture?url='))
    assert.equal(gone.length, 2)
    assert.deepEqual(asked.filter(one => !one.startsWith(demo.origin) && !/^(blob|data|about):/.test(one)), [], 'nobody else is asked by the browser')
    for (const url of ['https://127.0.0.1/x.png', 'https://[::1]/x.png', 'https://10.0.0.1/x.png']) assert.ok((await ask(demo, 'GET', `/webmail/picture?url=${encodeURIComponent(url)}`, undefined, session)).status >= 400, url)
    page.faults = page.faults.filter(one => !/status of (400|502)/.test(one))
    await seen(imap, 'INBOX', subjectOf('elsewhere'), one => one?.flags.includes('\\Seen'), 'it is read')
    stage.played(page, 'remote-blocked', 'picture-proxy')
    await stage.close(page)
}

/** What a mailbox says to be unread is so by IMAP, before and after one is read. */
async function counted(stage, session) {
    const page = await stage.open({ size: 'tablet', language: 'en', theme: 'dark', session })
    const inbox = page.locator('.mailboxes .box', { hasText: words.en.mailboxes.roles.inbox })
    const unseen = async () => Number(/UNSEEN (\d+)/.exec(await imap.ask('STATUS INBOX (UNSEEN)'))[1])
    const shown = async () => Number((await inbox.locator('span[aria-label]').innerText().catch(() => '0')).replace(/\D/g, ''))
    await row(page, 'counted').waitFor()
    const before = await until(async () => [await shown(), await unseen()], ([a, b]) => a === b,
        'the mailbox counts as IMAP does')
    await row(page, 'counted').click()
    await textOf(page, 'counted').waitFor()
    await until(async () => [await shown(), await unseen()], ([a, b]) => a === b && a < before[0],
        'and one less when one is read')
    stage.played(page, 'mailbox-counts')
    await stage.close(page)
}

const hostile = Object.entries(HOSTILE).map(([what, html]) => mail(`harm ${what} is \u202e${MEANS_HARM}`, { fields: [`Reply-To: "${MEANS_HARM.replaceAll('"', "'")}\u2066" <other@elsewhere.test>`, 'X: y'], type: 'multipart/mixed; boundary=h',
    body: ['--h', 'Content-Type: text/html; charset=utf-8', 'Content-Transfer-Encoding: base64', '', Buffer.from(html).toString('base64').match(/.{1,76}/g).join('\n'), '--h', `Content-Type: application/octet-stream`, `Content-Disposition: attachment; filename="${MEANS_HARM.replaceAll('"', "'")}.exe"`, '', 'x', '--h--'].join('\n') }))
    .map((one, i) => ({ ...one, text: one.text.replace(/^Message-ID: .*$/m, `Message-ID: <${RUN}-h${i}@elsewhere.test>`).replace(/^From: .*$/m, `From: "${MEANS_HARM.replaceAll('"', "'")}" <writer@elsewhere.test>`) }))
const session = await signIn(demo)
const imap = await Imap.open(demo)
await deliver(demo, [mail('files', { type: 'multipart/mixed; boundary=b', body: ['--b', 'Content-Type: text/plain', '', 'With files.', ...FILES.map(part), '--b--'].join('\n') }), mail('printed'),
    mail('elsewhere', { type: 'text/html; charset=utf-8', body: '<p>Look <img src="https://elsewhere.test/a.png" width="9" height="9"> <img src="http://127.0.0.1/b.png" width="9" height="9"></p>' }), mail('counted')])
const INNER = ['From: Bruno <bruno@elsewhere.test>', 'To: carla@elsewhere.test', 'Subject: The inner one', 'Date: Mon, 30 Nov 2026 08:00:00 +0100', 'MIME-Version: 1.0', 'Content-Type: multipart/related; boundary=i', '',
    '--i', 'Content-Type: text/html', '', '<p>Read me there <img src="cid:dot@x"> <img src="https://elsewhere.test/never.png"><script>pwned=1</script></p>', '--i', 'Content-Type: image/png', 'Content-ID: <dot@x>', 'Content-Disposition: inline',
    'Content-Transfer-Encoding: base64', '', DOT, '--i', 'Content-Type: text/plain; name=inner.txt', 'Content-Disposition: attachment', '', 'In the inner file.', '--i--'].join('\n')
await deliver(demo, [mail('attached', { type: 'multipart/mixed; boundary=o', body: ['--o', 'Content-Type: text/plain', '', 'See there.', '--o', 'Content-Type: message/rfc822', '', INNER, '--o--'].join('\n') })])
const browser = await launch()
try {
    const stage = new Stage(demo, browser, pictures)
    await play(stage, { counted: () => counted(stage, session), long: () => long(stage, session), attached: () => attached(stage, session),
        previews: () => previews(stage, session),
        pdf: () => pdfs(stage, session, { size: 'desk', language: 'en', theme: 'light' }),
        'pdf on a telephone': () => pdfs(stage, session, { size: 'phone', language: 'it', theme: 'dark' }),
        'bad pdf': () => badPdfs(stage, session), printed: () => printed(stage, session),
        vouching: () => vouching(stage, session), 'by the server': () => byTheServer(stage, session),
        harmful: () => harmful(stage, session) }, only)
} finally {
    await browser.close()
    imap.close()
}
