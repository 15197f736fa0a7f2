// Plays how one organises and finds: mailboxes, rules, the answer while away, senders; what is proposed while one
// searches; what comes again later; how it looks.
//   node stories/organising.mjs DEMO_FOLDER PICTURES_FOLDER [of one story alone, a word of its name]
// The demo runs already. Whether it was done is seen over IMAP, at the catcher, and by JMAP as another program asks.
import assert from 'node:assert/strict'
import { ask, catcherIn, deliver, demoIn, Imap, jmap, signIn } from './server.mjs'
import { fillSoon, launch, mails, play, rowOf, seen, Stage, until } from './stage.mjs'
import { moduleOf, wordsOf } from './words.mjs'

const [folder, pictures, only = ''] = process.argv.slice(2)
if (!pictures) throw new Error('Say where the demo is, and where pictures go')
const RUN = Date.now().toString(36)
const demo = demoIn(folder)
const { subjectOf, mail, row } = mails(demo, `Ordered ${RUN}`)
const words = { en: await wordsOf('en'), it: await wordsOf('it') }
const dialog = page => page.locator('dialog[open]')
/** Long enough to be seen put aside, on a machine with much else to do. */
const SOON_S = 20

async function settings(page, w, part) {
    await page.locator('.mailboxes').getByRole('button', { name: w.main.settings.title }).click()
    await page.locator(`#tab-${part}`).click()
}

async function closed(page) {
    await page.keyboard.press('Escape')
    await dialog(page).waitFor({ state: 'detached' })
}

/**
 * One inside another, called otherwise, put elsewhere; as programs see it, with what one may do there and others one
 * day.
 */
async function mailboxes(stage, session) {
    const w = words.it.main
    const [outer, inner, other] = ['Fuori', 'Dentro', 'Altrove'].map(one => `${one} ${RUN}`)
    const page = await stage.open({ size: 'tablet', language: 'it', theme: 'light', session })
    const box = name => page.locator('.mailboxes li', { hasText: name })
    const isThere = (path, isWanted = true) => until(() => imap.ask(`LIST "" "${path}"`), text => text.includes('* LIST') === isWanted, `${path} is ${isWanted ? '' : 'not '}there`)
    const edit = async name => {
        await box(name).hover()
        await page.getByRole('button', { name: w.mailboxes.edit(name), exact: true }).click()
    }
    const save = async () => {
        await dialog(page).getByRole('button', { name: w.mailboxes.save }).click()
        await dialog(page).waitFor({ state: 'detached' })
    }
    for (const [name, parent] of [[outer], [inner, outer]]) {
        await page.getByRole('button', { name: w.mailboxes.create }).click()
        await dialog(page).locator('input[name=name]').fill(name)
        if (parent) await dialog(page).locator('select[name=parent]').selectOption({ label: parent })
        await save()
        await box(name).waitFor()
    }
    await isThere(`${outer}/${inner}`)
    stage.played(page, 'mailbox-create', 'mailbox-nest')
    await edit(inner)
    await dialog(page).locator('input[name=name]').fill(other)
    await dialog(page).locator('select[name=parent]').selectOption('')
    await stage.look(page, 'mailbox-tablet-it-light')
    await save()
    await isThere(other)
    await isThere(`${outer}/${inner}`, false)
    await page.getByRole('button', { name: w.told.undo }).click()
    await isThere(`${outer}/${inner}`)
    stage.played(page, 'mailbox-rename')
    const [{ list }] = await jmap(demo, session, ['Mailbox/get', { ids: null }])
    const one = list.find(({ name }) => name === inner)
    assert.ok(one.parentId === list.find(({ name }) => name === outer).id && one.isSubscribed
        && one.myRights.mayRename && one.myRights.mayDelete && one.myRights.mayReadItems)
    stage.played(page, 'mailbox-share-ready')
    // one without which nobody can write is not for deleting
    await edit(w.mailboxes.roles.drafts)
    await dialog(page).getByText(w.mailboxes.ofAccount).waitFor()
    assert.equal(await dialog(page).getByRole('button', { name: w.mailboxes.remove }).count(), 0)
    await closed(page)
    for (const name of [inner, outer]) {
        await edit(name)
        await dialog(page).getByRole('button', { name: w.mailboxes.remove, exact: true }).click()
        await box(name).waitFor({ state: 'detached' })
    }
    await isThere(outer, false)
    await stage.close(page)
}

/**
 * What was chosen is Sieve, by which mail goes where it shall; and is read back, on another screen and in the other
 * language.
 */
async function rules(stage, session) {
    const [it, en] = [words.it, words.en]
    const page = await stage.open({ size: 'phone', language: 'it', theme: 'dark', session })
    await settings(page, it, 'rules')
    await page.getByRole('button', { name: it.main.settings.newRule }).click()
    const form = dialog(page).locator('.rules form')
    await form.locator('input[name=name]').fill(`Regola ${RUN}`)
    await form.locator('.condition select').selectOption('subject')
    await form.locator('.condition input').fill(`ruled ${RUN}`)
    await form.locator('select[name=mailbox]').selectOption({ label: it.main.palette.move(it.main.mailboxes.roles.archive) })
    await form.locator('input[name=starred]').check()
    await stage.look(page, 'rule-phone-it-dark')
    await form.getByRole('button', { name: it.main.settings.save }).click()
    await dialog(page).getByRole('status').filter({ hasText: it.main.settings.saved }).waitFor()
    assert.match(await scriptOf(session),
        new RegExp(`if header :contains "subject" "ruled ${RUN}" \\{[\\s\\S]*addflag[\\s\\S]*fileinto :mailboxid "[^"]+" :create "Archive"`))
    await deliver(demo, [mail(`ruled ${RUN}`), mail('not so')])
    await seen(imap, 'Archive', subjectOf(`ruled ${RUN}`), one => one?.flags.includes('\\Flagged'), 'the rule was followed')
    await seen(imap, 'INBOX', subjectOf('not so'), one => one !== undefined, 'what it does not say stays')
    stage.played(page, 'rules-builder')
    await stage.close(page)
    const again = await stage.open({ size: 'desk', language: 'en', theme: 'light', session })
    await settings(again, en, 'rules')
    const line = dialog(again).locator('.rules li', { hasText: `Regola ${RUN}` })
    await line.getByRole('button', { name: en.main.settings.edit, exact: true }).click()
    const filled = dialog(again).locator('.rules form')
    const said = await filled.evaluate(one => Object.fromEntries(new FormData(one)))
    assert.deepEqual(said, { name: `Regola ${RUN}`, all: 'all', mailbox: '/Archive', starred: 'on', last: 'on' })
    assert.deepEqual([await filled.locator('.condition select').inputValue(), await filled.locator('.condition input').inputValue()], ['subject', `ruled ${RUN}`])
    const renamed = `Renamed ${RUN}`
    await imap.ask(`CREATE "Before ${RUN}"`)
    await again.reload()
    await settings(again, en, 'rules')
    await line.getByRole('button', { name: en.main.settings.edit, exact: true }).click()
    await filled.locator('select[name=mailbox]').selectOption({ label: en.main.palette.move(`Before ${RUN}`) })
    await filled.getByRole('button', { name: en.main.settings.save }).click()
    await dialog(again).getByRole('status').filter({ hasText: en.main.settings.saved }).waitFor()
    await imap.ask(`RENAME "Before ${RUN}" "${renamed}"`)
    await deliver(demo, [mail(`ruled ${RUN} renamed`)])
    await seen(imap, renamed, subjectOf(`ruled ${RUN} renamed`), one => one !== undefined,
        'the rule knows it by its new name')
    assert.ok(!(await imap.ask(`LIST "" "Before ${RUN}"`)).includes('* LIST'), 'and makes none by the old one')
    await line.getByRole('button', { name: en.main.settings.remove, exact: true }).click()
    await until(() => scriptOf(session), text => !text.includes(RUN), 'the rule is gone')
    await deliver(demo, [mail(`ruled ${RUN} no more`)])
    await seen(imap, 'INBOX', subjectOf(`ruled ${RUN} no more`), one => one !== undefined, 'a rule that is gone does nothing')
    stage.played(again, 'rules-read-back')
    await stage.close(again)
}

/** A rule that an earlier release wrote by name follows its mailbox, and who deletes that is told of the rule. */
async function ruleByName(stage, session) {
    const w = words.it.main
    const { sieveOf } = await moduleOf('src/settings/rules.ts')
    const [name, later, rule] = [`Vecchia ${RUN}`, `Nuova ${RUN}`, `Per nome ${RUN}`]
    const sieve = sieveOf([{ name: rule, isAll: true, conditions: [{ field: 'subject', has: `by name ${RUN}` }],
        mailbox: name, isLast: true }])
    assert.ok(!sieve.includes('mailboxid'))
    await imap.ask(`CREATE "${name}"`)
    const [{ list }, { created: { s: { id: blobId } } }] = await jmap(demo, session, ['SieveScript/get', { ids: null }],
        ['Blob/upload', { create: { s: { data: [{ 'data:asText': sieve }], type: 'application/sieve' } } }])
    const there = list.find(one => one.name === 'webmail')
    await jmap(demo, session, ['SieveScript/set', there ? { update: { [there.id]: { blobId } }, onSuccessActivateScript: there.id }
        : { create: { s: { name: 'webmail', blobId } }, onSuccessActivateScript: '#s' }])
    const page = await stage.open({ size: 'desk', language: 'it', theme: 'light', session })
    const edit = async one => {
        await page.locator('.mailboxes li', { hasText: one }).hover()
        await page.getByRole('button', { name: w.mailboxes.edit(one), exact: true }).click()
    }
    await edit(name)
    await dialog(page).locator('input[name=name]').fill(later)
    await dialog(page).getByRole('button', { name: w.mailboxes.save }).click()
    await dialog(page).waitFor({ state: 'detached' })
    assert.match(await scriptOf(session), new RegExp(`fileinto :mailboxid "[^"]+" :create "${later}"`))
    await deliver(demo, [mail(`by name ${RUN}`)])
    await seen(imap, later, subjectOf(`by name ${RUN}`), one => one !== undefined, 'the rule has followed its mailbox')
    assert.ok(!(await imap.ask(`LIST "" "${name}"`)).includes('* LIST'), 'and makes none by the old name')
    await page.locator('.mailboxes li', { hasText: later }).getByLabel(w.mailboxes.unread(1)).waitFor()
    await edit(later)
    await dialog(page).getByRole('button', { name: w.mailboxes.remove, exact: true }).click()
    await dialog(page).getByText(w.mailboxes.hasRules([rule])).waitFor()
    await stage.look(page, 'mailbox-with-rules-desk-it-light')
    await closed(page)
    await settings(page, words.it, 'rules')
    await dialog(page).locator('.rules li', { hasText: rule }).getByRole('button', { name: w.settings.remove, exact: true }).click()
    await until(() => scriptOf(session), text => !text.includes(RUN), 'the rule is gone')
    await stage.close(page)
}

/** What runs, as another program reads it. */
async function scriptOf(session) {
    const [{ list }] = await jmap(demo, session, ['SieveScript/get', { ids: null }])
    const script = list.find(one => one.name === 'webmail')
    assert.ok(script?.isActive)
    const path = `/jmap/download/${await accountOf(session)}/${script.blobId}/x?accept=text/plain`
    return (await ask(demo, 'GET', path, undefined, session)).text
}

async function accountOf(session) { return Object.keys((await ask(demo, 'GET', '/jmap/session', undefined, session)).json.accounts)[0] }

/** Who writes while one is away is answered; then no more. */
async function away(stage, session) {
    const w = words.en.main
    const page = await stage.open({ size: 'desk', language: 'en', theme: 'dark', session })
    await settings(page, words.en, 'vacation')
    const form = dialog(page).locator('form.form')
    const save = async () => {
        await form.getByRole('button', { name: w.settings.save }).click()
        await form.getByRole('status').filter({ hasText: w.settings.saved }).waitFor()
    }
    await form.locator('input[name=enabled]').check()
    await form.locator('input[name=subject]').fill(`Away ${RUN}`)
    await form.locator('textarea').fill('I am back on Monday.')
    await save()
    await deliver(demo, [mail('while away', { from: `asks-${RUN}@elsewhere.test` })])
    const answered = await until(() => outside.whole('INBOX', `TO "asks-${RUN}@elsewhere.test"`), Boolean, 'the answer')
    assert.ok(answered.includes(`Away ${RUN}`) && answered.includes('I am back on Monday.'))
    await form.locator('input[name=enabled]').uncheck()
    await save()
    // what was said of the first saving may still be there
    await until(async () => (await jmap(demo, session, ['VacationResponse/get', { ids: null }]))[0].list[0].isEnabled,
        isOn => isOn === false, 'nobody is answered any more')
    stage.played(page, 'vacation')
    await stage.close(page)
}

/** Whose mail is let in and whose is refused is on the account's list. */
async function senders(stage, session) {
    const { account, main } = words.it
    const page = await stage.open({ size: 'desk', language: 'it', theme: 'dark', session })
    const listed = async () => (await ask(demo, 'GET', '/api/filter', undefined, session)).json.list.filter(one => one.who.includes(RUN)).sort((a, b) => a.who < b.who ? -1 : 1)
    await settings(page, words.it, 'senders')
    for (const [who, word] of [[`friend-${RUN}.test`, 'allow'], [`nobody@junk-${RUN}.test`, 'refuse']]) {
        await dialog(page).locator('input[name=who]').fill(who)
        await dialog(page).locator('select[name=word]').selectOption(word)
        await dialog(page).getByRole('button', { name: account.senders.add, exact: true }).click()
        await dialog(page).getByRole('button', { name: account.senders.removeOne(who) }).waitFor()
    }
    assert.deepEqual(await listed(), [{ who: `friend-${RUN}.test`, word: 'allow' }, { who: `nobody@junk-${RUN}.test`, word: 'refuse' }])
    for (const { who } of await listed()) {
        await dialog(page).getByRole('button', { name: account.senders.removeOne(who) }).click()
        await dialog(page).getByRole('status').filter({ hasText: main.settings.saved }).waitFor()
    }
    await until(listed, all => all.length === 0, 'nobody is listed any more')
    stage.played(page, 'allowed-senders', 'blocked-senders')
    await stage.close(page)
}

/** What is proposed is taken by keys, and as many are found as IMAP finds. */
async function searching(stage, session) {
    const w = words.en.main
    const page = await stage.open({ size: 'phone', language: 'en', theme: 'dark', session })
    const input = page.locator('[data-search]')
    const found = () => page.locator('[role=grid]').getAttribute('aria-rowcount').then(Number)
    await row(page, 'letter').waitFor()
    const all = [['from-suggestion', 'fro', 'from:', `sends-${RUN}`, `sends-${RUN}@elsewhere.test`, `FROM "sends-${RUN}@elsewhere.test"`], ['to-suggestion', 'to', 'to:', demo.address.slice(0, 4), demo.address, undefined],
        ['attachment-suggestion', 'has', 'has:attachment', '', undefined, undefined],
            ['before-suggestion', 'bef', 'before:', '2026-11-02 ', undefined, 'BEFORE 02-Nov-2026'],
            ['larger-suggestion', 'lar', 'larger:', '5M ', undefined, 'LARGER 5000000']]
    for (const [clause, typed, proposed, more, whom, criteria] of all) {
        await input.fill('')
        await input.pressSequentially(typed)
        await page.getByRole('option', { name: proposed }).first().waitFor()
        await page.keyboard.press('ArrowDown')
        await page.keyboard.press('Enter')
        await input.pressSequentially(more)
        if (whom) {
            await page.getByRole('option', { name: whom }).first().waitFor()
            await page.keyboard.press('ArrowDown')
        }
        await page.keyboard.press('Enter')
        if (clause === 'attachment-suggestion') {
            await row(page, 'brings').waitFor()
            assert.equal(await row(page, 'letter').count(), 0, 'what brings nothing is not found')
        } else if (clause === 'to-suggestion') {
            await row(page, 'letter').waitFor()
            assert.equal(await row(page, 'to nobody').count(), 0, 'what is for others is not found')
        } else {
            let wanted = 0
            for (const mailbox of ['INBOX', 'Archive', 'Sent', 'Drafts', 'Snoozed']) wanted += await imap.count(mailbox, criteria).catch(() => 0)
            await until(found, n => n > 0 ? n === wanted : wanted === 0, `${clause}: as many as IMAP finds: ${wanted}`)
        }
        stage.played(page, clause)
        await page.getByRole('button', { name: w.search.clear }).click().catch(() => undefined)
    }
    await stage.look(page, 'searched-phone-en-dark')
    stage.played(page, 'instant-search')
    await stage.close(page)
}

/** It is gone until its time; then it is there again, unread. */
async function later(stage, session) {
    const w = words.it.main
    const page = await stage.open({ size: 'tablet', language: 'it', theme: 'dark', session })
    await row(page, 'again').click()
    await page.locator('.message.open').waitFor()
    await page.locator('.toolbar .menu > summary', { has: page.locator(`[aria-label="${w.actions.snooze}"], *`) }).first().click()
    await page.getByRole('menuitem', { name: w.selection.chooseTime }).click()
    await dialog(page).locator('input[name=at]').waitFor()
    await stage.look(page, 'snooze-tablet-it-dark')
    await fillSoon(dialog(page).locator('input[name=at]'), SOON_S)
    await dialog(page).locator('form.when button').click()
    await seen(imap, 'Snoozed', subjectOf('again'), one => one !== undefined, 'it is put aside')
    await seen(imap, 'INBOX', subjectOf('again'), one => one === undefined, 'and not in the inbox')
    await stage.close(page)
    return async () => {
        await until(() => imap.found('INBOX', subjectOf('again')), all => all.length === 1,
            'it comes again at its time')
        await seen(imap, 'Snoozed', subjectOf('again'), one => one === undefined, 'and lies there no more')
        stage.played(page, 'snooze')
    }
}

/**
 * Of what a search found only that which was received is put away, and each of it is undone; a mailbox is found by the
 * name that is shown. What lies in Trash goes for good.
 */
async function found(stage, session) {
    const w = words.it.main
    const page = await stage.open({ size: 'desk', language: 'it', theme: 'light', session })
    const own = `Re: ${subjectOf('found')}`
    const copy = [`From: <${demo.address}>`, 'To: <writer@elsewhere.test>', `Subject: ${own}`,
        `In-Reply-To: <${`Ordered ${RUN}`.replaceAll(' ', '.')}-found@elsewhere.test>`, '', 'Mine.', ''].join('\r\n')
    await imap.ask(`APPEND "Sent" (\\Seen) {${copy.length}+}\r\n${copy}`)
    const isIn = (mailbox, what) => seen(imap, mailbox, subjectOf('found'), one => one !== undefined, what)
    const stays = () => seen(imap, 'Sent', own, one => one !== undefined, 'what one has sent stays')
    const input = page.locator('[data-search]')
    const search = async text => {
        await input.fill(text)
        await input.press('Enter')
        await row(page, 'found').click()
        await page.locator('.message.open').first().waitFor()
    }
    await input.pressSequentially('in:posta')
    await page.getByRole('option', { name: `in:"${w.mailboxes.roles.inbox}"` }).click()
    await row(page, 'found').waitFor()
    await search(`subject:"${subjectOf('found')}"`)
    for (const [keys, mailbox] of [[['e'], 'Archive'], [['h', 'Enter'], 'Snoozed'], [['!'], 'Junk']]) {
        await page.keyboard.press(keys[0])
        if (keys[1]) await dialog(page).locator('.times button').first().press(keys[1])
        await isIn(mailbox, `${keys.join()} puts it there`)
        await stays()
        await page.getByRole('button', { name: w.told.undo }).click()
        await isIn('INBOX', `${keys.join()} is undone`)
        await page.locator('.toast', { hasText: w.told.undone }).waitFor()
        await search(`subject:"${subjectOf('found')}"`)
    }
    await page.keyboard.press('#')
    await isIn('Trash', 'all of it is deleted')
    await seen(imap, 'Sent', own, one => one === undefined, 'what one has sent too')
    await search(`in:${w.mailboxes.roles.trash} subject:"${subjectOf('found')}"`)
    await page.keyboard.press('#')
    await page.locator('.toast', { hasText: w.told.destroyed(2) }).waitFor()
    await until(() => imap.found('Trash', subjectOf('found')), all => all.length === 0, 'and then for good', 20_000)
    await stage.close(page)
}

/** Kept in this browser, and so after it is loaded anew. */
async function looks(stage, session) {
    const page = await stage.open({ size: 'phone', language: 'en', theme: 'light', session })
    const height = () => row(page, 'letter').evaluate(one => Math.round(one.getBoundingClientRect().height))
    await row(page, 'letter').waitFor()
    const roomy = await height()
    const choose = async (w, n, value) => {
        await settings(page, w, 'look')
        await page.getByRole('tabpanel').locator('select').nth(n).selectOption(value)
    }
    await choose(words.en, 1, 'dark')
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), 'dark')
    await closed(page)
    await choose(words.en, 3, 'dense')
    await until(() => height().catch(() => roomy), n => n < roomy, 'rows are less high')
    await choose(words.en, 0, 'it')
    await page.locator('.mailboxes').getByRole('button', { name: words.it.main.settings.title }).waitFor()
    await page.reload()
    await row(page, 'letter').waitFor()
    assert.deepEqual(await page.evaluate(() => [document.documentElement.lang, getComputedStyle(document.documentElement).colorScheme, document.documentElement.dataset.density]), ['it', 'dark', 'dense'])
    await stage.look(page, 'looks-phone')
    await row(page, 'letter').click()
    await seen(imap, 'INBOX', subjectOf('letter'), one => one?.flags.includes('\\Seen'), 'and it is read so')
    stage.played(page, 'language', 'theme', 'density')
    await stage.close(page)
}

const brings = ['--b', 'Content-Type: text/plain', '', 'With a file.', '--b', 'Content-Type: application/octet-stream; name=x.bin', 'Content-Disposition: attachment', '', 'x', '--b--'].join('\n')
const session = await signIn(demo)
const imap = await Imap.open(demo)
const outside = await Imap.open(catcherIn(folder))
await deliver(demo, [mail('again'), mail('found'), { ...mail('to nobody', { to: 'list@elsewhere.test' }),
    to: demo.address }, mail('brings', { type: 'multipart/mixed; boundary=b',
        body: brings }), mail('letter', { from: `sends-${RUN}@elsewhere.test` })])
const browser = await launch()
try {
    const stage = new Stage(demo, browser, pictures)
    let atEnd = async () => undefined
    await play(stage, { 'comes again later': async () => { atEnd = await later(stage, session) }, mailboxes: () => mailboxes(stage, session), rules: () => rules(stage, session), 'by name': () => ruleByName(stage, session), away: () => away(stage, session), senders: () => senders(stage, session),
        searching: () => searching(stage, session), found: () => found(stage, session), looks: () => looks(stage,
            session), 'comes again, at its time': () => atEnd() }, only)
} finally {
    await browser.close()
    imap.close()
    outside.close()
}
