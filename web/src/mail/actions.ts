import { batch } from '@preact/signals'
import type { EmailRow, Id, Mailbox, Patch } from '../jmap/types'
import { inert } from '../text/addresses'
import type { Label } from '../text/labels'
import type { Wanted } from './for-all'
import { isSnoozedBox } from './mailbox-name'
import type { Mail } from './model'
import type { Removed } from './removing'
import { roleMailbox } from './role-mailbox'

/** What is deleted for good is deleted so much later, so that it can be undone. In milliseconds. */
const DELETE_AFTER_MS = 8_000

/** False: nothing was taken back. */
export type Undo = () => boolean | Promise<boolean>
/** An Email, and the mailboxes that it is taken out of. */
type Taken = [Id, Id[]]

/**
 * What is done to conversations: to those that are marked, else to the one that is chosen. The last thing can be
 * undone.
 */
export class Actions {
    private last: Undo | undefined
    /** Something is done to all of a list; one at a time. */
    private isAtAll = false
    private deletingMailbox: { finish: () => void, timer: ReturnType<typeof setTimeout> } | undefined
    private deleting: { ids: Id[], out: Record<Id, Patch>, timer: ReturnType<typeof setTimeout> } | undefined

    constructor(private readonly mail: Mail) {}

    /** Rows. */
    get targets(): Id[] {
        const { selected, chosen } = this.mail
        if (selected.value.size > 0) return [...selected.value]
        return chosen.value === undefined ? [] : [chosen.value]
    }

    archive(): void { this.moveToRole('archive', this.mail.words.told.archived) }

    junk(): void {
        if (this.mail.place.value?.role === 'junk') this.moveToRole('inbox', this.mail.words.told.moved)
        else this.moveToRole('junk', this.mail.words.told.junked)
    }

    /** To Trash; from there and from Junk for good. */
    remove(): void {
        const { targets } = this
        if (targets.length > 0 && targets.every(row => this.isAway(row))) this.destroy()
        else this.moveToRole('trash', this.mail.words.told.removed)
    }

    /** Of all that the list has, in pieces, with how far it is; taken back in pieces too. One at a time. */
    private forAll(what: Wanted, told: (count: number) => string): void {
        const { filter } = this.mail
        if (filter === undefined || this.isAtAll) return
        this.isAtAll = true
        void import('./for-all').then(one => one.atAll(this.mail, filter, what, told)).then(done => {
            if (done.undo) this.sayUndoable(done.text, done.undo)
            else this.mail.say({ text: done.text })
        }).finally(() => { this.isAtAll = false })
    }

    moveToRole(role: string, told: (count: number) => string, rows = this.targets): void {
        const to = this.mail.mailboxOf(role)?.id
        if (to !== undefined) this.moveTo(to, told, rows)
        else if (rows.length > 0) void this.moveToMissing(role, told, rows)
    }

    private async moveToMissing(role: string, told: (count: number) => string, rows: Id[]): Promise<void> {
        const { words } = this.mail
        const to = await roleMailbox(this.mail, role)
        if (to !== undefined) this.moveTo(to, told, rows)
        else this.mail.say({ text: words.told.noMailbox(words.mailboxes.roles[role] ?? role) })
    }

    /** `told`: what is said of so many messages. */
    moveTo(to: Id, told = this.mail.words.told.moved, rows = this.targets): void {
        const { place, words, mailboxes } = this.mail
        if (place.value?.id === to || rows.length === 0) return
        if (this.mail.isAllMarked.value) return this.forAll({ to }, told)
        const role = mailboxes.value.find(one => one.id === to)?.role ?? null
        const patches: Record<Id, Patch> = {}
        for (const [id, from] of rows.flatMap(row => this.taken(row, role))) {
            const left = from.filter(box => box !== to)
            if (left.length > 0) patches[id] = { ...out(left), [`mailboxIds/${to}`]: true }
        }
        const sent = role === 'trash' ? Object.keys(patches).filter(id => this.isIn(id, 'sent')) : []
        if (!this.change(patches)) return this.mail.say({ text: words.told.nothing })
        this.gone(rows)
        this.mail.say({ text: told(Object.keys(patches).length), action: { label: words.told.undo, run: () => this.undo() } })
        if (sent.length > 0) void this.keepBack(sent)
    }

    private isIn(id: Id, role: string): boolean {
        const box = this.mail.mailboxOf(role)?.id
        return box !== undefined && Boolean(this.mail.emails.seen(id).value?.mailboxIds[box])
    }

    /** Who throws away what is to leave later wants it not to leave. */
    private async keepBack(sent: readonly Id[]): Promise<void> {
        const thrown = this.last
        const { keepBack } = await import('./unsending')
        const undo = await keepBack(this.mail, sent, thrown)
        if (!undo) return
        // somebody may have undone it meanwhile
        const isLast = this.last === thrown
        if (isLast) this.last = undo.run
        this.mail.say({ text: undo.text, ...isLast && { action: { label: this.mail.words.told.undo, run: () => this.undo() } } })
    }

    /** Comes again at its time: urn:sigillo:jmap:later. Undefined: now. */
    async snooze(until: Date | undefined): Promise<void> {
        const { words } = this.mail
        const rows = this.targets
        if (rows.length === 0) return
        const ids = rows.flatMap(row => this.taken(row, 'archive')).map(([id]) => id)
        const before = await this.snoozedBefore(ids)
        const patch = { snoozed: until ? { until: until.toISOString().replace(/\.\d+Z$/, 'Z') } : null }
        const isChanged = this.change(Object.fromEntries(ids.map(id => [id, patch])), before)
        if (!isChanged) return this.mail.say({ text: words.told.nothing })
        this.gone(rows)
        const date = until && new Intl.DateTimeFormat(words.locale, { weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' }).format(until)
        this.mail.say({ text: date ? words.told.snoozed(date) : words.told.isBack, action: { label: words.told.undo, run: () => this.undo() } })
    }

    /**
     * What no list shows: until when each of them was away. Of those that are not, it is known; of others it is asked.
     */
    private async snoozedBefore(ids: readonly Id[]): Promise<Record<Id, Patch>> {
        const { client, emails, mailboxes } = this.mail
        const aside = mailboxes.value.find(isSnoozedBox)?.id
        const isAside = (id: Id) => aside !== undefined && Boolean(emails.seen(id).value?.mailboxIds[aside])
        const before: Record<Id, Patch> = {}
        for (const id of ids) if (!isAside(id)) before[id] = { snoozed: null }
        const asked = ids.filter(isAside)
        const got = asked.length === 0 ? undefined
            : await client.get<{ id: Id, snoozed?: { until: string } | null }>('Email/get', asked,
                { properties: ['id', 'snoozed'] })
        if (got?.ok) for (const { id, snoozed } of got.value.list) if (snoozed) before[id] = { snoozed }
        return before
    }

    /** The star of the newest: it is set there, and taken from all. */
    toggle(keyword: string): void {
        if (this.mail.isAllMarked.value) return this.forAll({ keyword, isSet: true }, this.mail.words.selection.changed)
        const all = this.targets.map(row => this.mail.conversation(row))
        const isSet = all.some(one => one.some(email => email.keywords[keyword]))
        const ids = all.flatMap(one => isSet ? one.filter(email => email.keywords[keyword]) : one.slice(-1)).map(one => one.id)
        this.change(Object.fromEntries(ids.map(id => [id, { [`keywords/${keyword}`]: isSet ? null : true }])))
    }

    /** Of all of the conversations. */
    mark(keyword: string, isSet: boolean): void {
        if (this.mail.isAllMarked.value) return this.forAll({ keyword, isSet }, this.mail.words.selection.changed)
        const ids = this.targets.flatMap(row => this.mail.conversation(row)).filter(one => Boolean(one.keywords[keyword]) !== isSet).map(one => one.id)
        this.change(Object.fromEntries(ids.map(id => [id, { [`keywords/${keyword}`]: isSet ? true : null }])))
    }

    /** Of all of the conversations; told, so that it can be undone by the pointer too. */
    label({ keyword, name }: Label, isSet: boolean): Undo | undefined {
        const { words } = this.mail
        if (this.mail.isAllMarked.value) {
            this.forAll({ keyword, isSet }, count => isSet ? words.labels.given(inert(name), count) : words.labels.taken(inert(name), count))
            return undefined
        }
        const path = `keywords/${keyword.replaceAll('~', '~0').replaceAll('/', '~1')}`
        const ids = this.targets.flatMap(row => this.mail.conversation(row)).filter(one => Boolean(one.keywords[keyword]) !== isSet).map(one => one.id)
        if (!this.change(Object.fromEntries(ids.map(id => [id, { [path]: isSet ? true : null }])))) return undefined
        const text = isSet ? words.labels.given(inert(name), ids.length) : words.labels.taken(inert(name), ids.length)
        this.mail.say({ text, action: { label: words.told.undo, run: () => this.undo() } })
        return this.last
    }

    /** The star of a conversation in a list: as `toggle`, of one that need not be chosen. */
    starRow(all: readonly EmailRow[], isSet: boolean): void {
        const ids = (isSet ? all.slice(-1) : all.filter(one => one.keywords['$flagged'])).map(one => one.id)
        this.change(Object.fromEntries(ids.map(id => [id, { 'keywords/$flagged': isSet ? true : null }])))
    }

    /**
     * By a finger: to the right into the archive, to the left into Trash; where it lies there, out of it to the
     * inbox.
     */
    swept(row: Id, direction: 1 | -1): void {
        const { words, place } = this.mail
        const role = direction > 0 ? 'archive' : 'trash'
        const isThere = place.value?.role === role
        const told = isThere ? words.told.moved : direction > 0 ? words.told.archived : words.told.removed
        this.moveToRole(isThere ? 'inbox' : role, told, [row])
    }

    /** One message of a conversation, to Trash. */
    removeOne(id: Id): void {
        const { words, emails } = this.mail
        const trash = this.mail.mailboxOf('trash')?.id
        const boxes = Object.keys(emails.seen(id).value?.mailboxIds ?? {}).filter(box => box !== trash)
        const isSent = this.isIn(id, 'sent')
        const rest = this.mail.conversation(id).filter(one => one.id !== id)
        if (trash === undefined || boxes.length === 0) return this.mail.say({ text: words.told.nothing })
        this.change({ [id]: { ...out(boxes), [`mailboxIds/${trash}`]: true } })
        if (this.mail.chosen.value === id) {
            this.mail.chosen.value = rest.at(-1)?.id
            if (rest.length === 0) this.mail.isReading.value = false
        }
        this.mail.say({ text: words.told.removed(1), action: { label: words.told.undo, run: () => this.undo() } })
        if (isSent) void this.keepBack([id])
    }

    /** Of one message, whatever conversation it is in. */
    markOne(id: Id, keyword: string, isSet: boolean): void { this.change({ [id]: { [`keywords/${keyword}`]: isSet ? true : null } }) }

    /** By opening it: nothing that one would undo. */
    seen(ids: readonly Id[]): void {
        if (ids.length > 0) this.mail.outbox.update('Email', Object.fromEntries(ids.map(id => [id, { 'keywords/$seen': true }])))
    }

    /** Back to the list; the conversation is to be read again. */
    leaveUnread(): void {
        this.mark('$seen', false)
        this.mail.isReading.value = false
    }

    /** With its mail, after some seconds. `remove` does it. */
    removeMailbox({ id, name }: Mailbox, remove: () => Promise<Removed>): void {
        this.finish()
        const { words, goneBoxes } = this.mail
        const show = () => { goneBoxes.value = new Set([...goneBoxes.value].filter(one => one !== id)) }
        goneBoxes.value = new Set([...goneBoxes.value, id])
        if (this.mail.mailboxId.value === id) this.mail.goToRole('inbox')
        const finish = () => void remove().then(outcome => {
            show()
            if (outcome !== 'done') this.mail.say({ text: outcome === 'came' ? words.mailboxes.cameSince(inert(name)) : words.mailboxes.failed })
        })
        this.deletingMailbox = { finish, timer: setTimeout(() => this.finish(), DELETE_AFTER_MS) }
        this.last = () => {
            if (!this.deletingMailbox) return false
            this.forget()
            show()
            return true
        }
        this.mail.say({ text: words.mailboxes.removed(inert(name)), action: { label: words.told.undo, run: () => this.undo() } })
    }

    undo(): void {
        const undo = this.last
        this.last = undefined
        const done = undo?.()
        if (done instanceof Promise) void done.then(isDone => this.undone(isDone))
        else this.undone(done)
    }

    /** By the key: what is offered to be undone now, else the last thing. */
    undoByKey(): void {
        const offered = this.mail.toast.value?.action
        if (offered?.label === this.mail.words.told.undo) offered.run()
        else this.undo()
    }

    /** Said with a button that takes it back. */
    sayUndoable(text: string, undo: () => Promise<boolean>): void {
        this.last = undo
        this.mail.say({ text, action: { label: this.mail.words.told.undo, run: () => this.undo() } })
    }

    private undone(isDone: boolean | undefined): void {
        const { told } = this.mail.words
        if (isDone) this.mail.hidden.value = new Set([...this.mail.hidden.value].filter(row => this.isGone(row)))
        this.mail.say({ text: isDone === undefined ? told.nothingToUndo : isDone ? told.undone : told.notUndone })
    }

    /** Put away by something else, which the server may not know of yet: the list it has told has it still. */
    private isGone(row: Id): boolean {
        const { place, emails } = this.mail
        const all = emails.seen(row).value ? this.mail.conversation(row) : []
        return place.value !== undefined && all.length > 0 && !all.some(one => one.mailboxIds[place.value!.id])
    }

    /** What waits to be deleted is deleted now. */
    finish(): void {
        const mailbox = this.deletingMailbox
        clearTimeout(mailbox?.timer)
        this.deletingMailbox = undefined
        mailbox?.finish()
        if (!this.deleting) return
        clearTimeout(this.deleting.timer)
        const { ids, out } = this.deleting
        if (ids.length > 0) this.mail.outbox.destroy('Email', ids)
        if (Object.keys(out).length > 0) this.mail.outbox.update('Email', out)
        this.deleting = undefined
    }

    /** What waits to be deleted is not. */
    forget(): void {
        clearTimeout(this.deletingMailbox?.timer)
        this.deletingMailbox = undefined
        clearTimeout(this.deleting?.timer)
        this.deleting = undefined
    }

    /**
     * The mailbox of which something is done: that which is looked at; of what a search found in Trash or Junk, this
     * one.
     */
    private placeOf(row: Id): Mailbox | undefined {
        const { place, mailboxes, emails } = this.mail
        const there = Object.keys(emails.seen(row).value?.mailboxIds ?? {})
        return place.value ?? mailboxes.value.find(one => (one.role === 'trash' || one.role === 'junk') && there.length === 1 && there[0] === one.id)
    }

    /** Whether it lies where it is deleted from for good. */
    private isAway(row: Id): boolean { return ['trash', 'junk'].includes(this.placeOf(row)?.role ?? '') }

    /**
     * What of a row's conversation goes to a mailbox of this role: what lies in the mailbox that is looked at. Of what a
     * search of all mail found: into Trash all of it; into the archive, out of the inbox; else what was received. What
     * one has sent, and drafts, stay where they are. docs/web.md
     */
    private taken(row: Id, role: string | null): Taken[] {
        const { mail } = this
        const place = this.placeOf(row)?.id
        const all = mail.conversation(row)
        if (place !== undefined) return all.filter(one => one.mailboxIds[place]).map(one => [one.id, [place]])
        const whole = all.map((one): Taken => [one.id, Object.keys(one.mailboxIds)])
        if (role === 'trash') return whole
        const [inbox, ...own] = ['inbox', 'sent', 'drafts'].map(one => mail.mailboxOf(one)?.id)
        const received = whole.map(([id, boxes]): Taken => [id, boxes.filter(box => !own.includes(box))])
            .filter(([, boxes]) => boxes.length > 0)
        const came = received.filter(([, boxes]) => boxes.includes(inbox!))
        if (role === 'archive' && came.length > 0) return came.map(([id]) => [id, [inbox!]])
        return received.length > 0 || role === 'archive' || role === 'junk' ? received : whole
    }

    /** What lies elsewhere too is there still. */
    private destroy(): void {
        this.finish()
        const { selection, told } = this.mail.words
        if (this.mail.isAllMarked.value) {
            const from = this.mail.place.value?.id
            if (from !== undefined && confirm(selection.destroySure(this.mail.shown.value.length))) this.forAll({ from }, told.destroyed)
            return
        }
        const rows = this.targets
        const all = rows.flatMap(row => this.taken(row, 'trash'))
        if (all.length === 0) return this.mail.say({ text: this.mail.words.told.nothing })
        this.leave(rows)
        const boxesOf = (id: Id) => Object.keys(this.mail.emails.seen(id).value?.mailboxIds ?? {})
        const isElsewhere = ([id, from]: Taken) => boxesOf(id).length > from.length
        const ids = all.filter(one => !isElsewhere(one)).map(([id]) => id)
        const others = Object.fromEntries(all.filter(isElsewhere).map(([id, from]) => [id, out(from)]))
        this.deleting = { ids, out: others, timer: setTimeout(() => this.finish(), DELETE_AFTER_MS) }
        this.last = () => {
            if (!this.deleting) return false
            this.forget()
            return true
        }
        const { words } = this.mail
        this.mail.say({ text: words.told.destroyed(all.length),
            action: { label: words.told.undo, run: () => this.undo() } })
    }

    /** False where there is nothing to change. `back`: what undoes it, where no record shows it. */
    private change(patches: Record<Id, Patch>, back?: Record<Id, Patch>): boolean {
        if (Object.keys(patches).length === 0) return false
        const group = this.mail.outbox.update('Email', patches, back)
        this.last = () => this.mail.outbox.undo(group)
        // a button that undoes what was before would undo this
        if (this.mail.toast.value?.action) this.mail.toast.value = undefined
        return true
    }

    /** What a search of all mail found is found still. */
    private gone(rows: readonly Id[]): void {
        if (this.mail.place.value === undefined) this.mail.selectAll(false)
        else this.leave(rows)
    }

    /** The rows go from the list, and the next one is chosen. */
    private leave(rows: readonly Id[]): void {
        const { mail } = this
        batch(() => {
            const row = mail.chosen.value === undefined ? -1 : mail.shown.value.rowOf(mail.chosen.value)
            mail.hidden.value = new Set([...mail.hidden.value, ...rows])
            mail.selected.value = new Set()
            if (mail.chosen.value === undefined || !rows.includes(mail.chosen.value)) return
            const next = mail.shown.value.at(row) ?? mail.shown.value.at(mail.shown.value.length - 1)
            mail.chosen.value = next
            if (mail.isReading.value && next !== undefined) mail.open(next)
            if (next === undefined) mail.isReading.value = false
        })
    }
}

function out(of: readonly Id[]): Patch { return Object.fromEntries(of.map(box => [`mailboxIds/${box}`, null])) }
