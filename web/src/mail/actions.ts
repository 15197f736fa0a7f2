import { batch } from '@preact/signals'
import type { EmailRow, Id, Mailbox, Patch } from '../jmap/types'
import { inert } from '../text/addresses'
import type { Label } from '../text/labels'
import type { Mail } from './model'

/** What is deleted for good is deleted so much later, so that it can be undone. In milliseconds. */
const DELETE_AFTER_MS = 8_000

type Undo = () => boolean

/**
 * What is done to conversations: to those that are marked, else to the one that is chosen. The last thing can be
 * undone.
 */
export class Actions {
    private last: Undo | undefined
    private deletingMailbox: { finish: () => void, timer: ReturnType<typeof setTimeout> } | undefined
    private deleting: { ids: Id[], timer: ReturnType<typeof setTimeout> } | undefined

    constructor(private readonly mail: Mail) {}

    /** Rows. */
    get targets(): Id[] {
        const { selected, chosen } = this.mail
        if (selected.value.size > 0) return [...selected.value]
        return chosen.value === undefined ? [] : [chosen.value]
    }

    archive(): void { this.moveToRole('archive', this.mail.words.told.archived) }

    junk(): void {
        if (this.mail.mailbox.value?.role === 'junk') this.moveToRole('inbox', this.mail.words.told.moved)
        else this.moveToRole('junk', this.mail.words.told.junked)
    }

    /** To Trash; from there and from Junk for good. */
    remove(): void {
        const role = this.mail.mailbox.value?.role
        if (role === 'trash' || role === 'junk') this.destroy()
        else this.moveToRole('trash', this.mail.words.told.removed)
    }

    moveToRole(role: string, told: (count: number) => string): void {
        const to = this.mail.mailboxOf(role)?.id
        if (to !== undefined) this.moveTo(to, told)
    }

    /** `told`: what is said of so many messages. Of a search: out of the mailboxes in which what was found lies. */
    moveTo(to: Id, told = this.mail.words.told.moved, rows = this.targets): void {
        const { mailboxId, words } = this.mail
        if (mailboxId.value === to) return
        const patches: Record<Id, Patch> = {}
        for (const row of rows) {
            const from = mailboxId.value === undefined ? Object.keys(this.mail.emails.seen(row).value?.mailboxIds ?? {}) : [mailboxId.value]
            for (const one of this.mail.conversation(row)) {
                const left = from.filter(box => box !== to && one.mailboxIds[box])
                if (left.length > 0) patches[one.id] = { ...Object.fromEntries(left.map(box => [`mailboxIds/${box}`, null])), [`mailboxIds/${to}`]: true }
            }
        }
        if (!this.change(patches)) return
        if (mailboxId.value === undefined) this.mail.selectAll(false)
        else this.leave(rows)
        this.mail.say({ text: told(Object.keys(patches).length), action: { label: words.told.undo, run: () => this.undo() } })
    }

    /** Comes again at its time: urn:sigillo:jmap:later. Undefined: now. */
    snooze(until: Date | undefined): void {
        const { words } = this.mail
        const rows = this.targets
        const ids = rows.flatMap(row => this.here(row)).map(one => one.id)
        const patch = { snoozed: until ? { until: until.toISOString().replace(/\.\d+Z$/, 'Z') } : null }
        if (!this.change(Object.fromEntries(ids.map(id => [id, patch])))) return
        this.leave(rows)
        const date = until && new Intl.DateTimeFormat(words.locale, { weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' }).format(until)
        this.mail.say({ text: date ? words.told.snoozed(date) : words.told.isBack, action: { label: words.told.undo, run: () => this.undo() } })
    }

    /** The star of the newest: it is set there, and taken from all. */
    toggle(keyword: string): void {
        const all = this.targets.map(row => this.mail.conversation(row))
        const isSet = all.some(one => one.some(email => email.keywords[keyword]))
        const ids = all.flatMap(one => isSet ? one.filter(email => email.keywords[keyword]) : one.slice(-1)).map(one => one.id)
        this.change(Object.fromEntries(ids.map(id => [id, { [`keywords/${keyword}`]: isSet ? null : true }])))
    }

    /** Of all of the conversations. */
    mark(keyword: string, isSet: boolean): void {
        const ids = this.targets.flatMap(row => this.mail.conversation(row)).filter(one => Boolean(one.keywords[keyword]) !== isSet).map(one => one.id)
        this.change(Object.fromEntries(ids.map(id => [id, { [`keywords/${keyword}`]: isSet ? true : null }])))
    }

    /** Of all of the conversations; told, so that it can be undone by the pointer too. */
    label({ keyword, name }: Label, isSet: boolean): void {
        const { words } = this.mail
        const path = `keywords/${keyword.replaceAll('~', '~0').replaceAll('/', '~1')}`
        const ids = this.targets.flatMap(row => this.mail.conversation(row)).filter(one => Boolean(one.keywords[keyword]) !== isSet).map(one => one.id)
        if (!this.change(Object.fromEntries(ids.map(id => [id, { [path]: isSet ? true : null }])))) return
        const text = isSet ? words.labels.given(inert(name), ids.length) : words.labels.taken(inert(name), ids.length)
        this.mail.say({ text, action: { label: words.told.undo, run: () => this.undo() } })
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
        const { words, mailbox } = this.mail
        const role = direction > 0 ? 'archive' : 'trash'
        const isThere = mailbox.value?.role === role
        const to = this.mail.mailboxOf(isThere ? 'inbox' : role)?.id
        if (to !== undefined) this.moveTo(to, isThere ? words.told.moved : direction > 0 ? words.told.archived : words.told.removed, [row])
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

    /** With its mail, after some seconds. `remove`: does it; false: it was not done. */
    removeMailbox({ id, name }: Mailbox, remove: () => Promise<boolean>): void {
        this.finish()
        const { words, goneBoxes } = this.mail
        const show = () => { goneBoxes.value = new Set([...goneBoxes.value].filter(one => one !== id)) }
        goneBoxes.value = new Set([...goneBoxes.value, id])
        if (this.mail.mailboxId.value === id) this.mail.goToRole('inbox')
        const finish = () => void remove().then(isDone => {
            show()
            if (!isDone) this.mail.say({ text: words.mailboxes.failed })
        })
        this.deletingMailbox = { finish, timer: setTimeout(() => this.finish(), DELETE_AFTER_MS) }
        this.last = () => {
            if (!this.deletingMailbox) return false
            this.forget()
            show()
            return true
        }
        this.mail.say({ text: words.mailboxes.removed(name), action: { label: words.told.undo, run: () => this.undo() } })
    }

    undo(): void {
        const undo = this.last
        this.last = undefined
        if (!undo?.()) return
        this.mail.hidden.value = new Set()
        this.mail.say({ text: this.mail.words.told.undone })
    }

    /** What waits to be deleted is deleted now. */
    finish(): void {
        const mailbox = this.deletingMailbox
        clearTimeout(mailbox?.timer)
        this.deletingMailbox = undefined
        mailbox?.finish()
        if (!this.deleting) return
        clearTimeout(this.deleting.timer)
        this.mail.outbox.destroy('Email', this.deleting.ids)
        this.deleting = undefined
    }

    /** What waits to be deleted is not. */
    forget(): void {
        clearTimeout(this.deletingMailbox?.timer)
        this.deletingMailbox = undefined
        clearTimeout(this.deleting?.timer)
        this.deleting = undefined
    }

    /** Of the conversation what lies in the mailbox that is looked at. */
    private here(row: Id): EmailRow[] {
        const { mailboxId } = this.mail
        return this.mail.conversation(row).filter(one => mailboxId.value === undefined || one.mailboxIds[mailboxId.value])
    }

    private destroy(): void {
        this.finish()
        const rows = this.targets
        const ids = rows.flatMap(row => this.here(row)).map(one => one.id)
        if (ids.length === 0) return
        this.leave(rows)
        this.deleting = { ids, timer: setTimeout(() => this.finish(), DELETE_AFTER_MS) }
        this.last = () => {
            if (!this.deleting) return false
            this.forget()
            return true
        }
        const { words } = this.mail
        this.mail.say({ text: words.told.destroyed(ids.length), action: { label: words.told.undo, run: () => this.undo() } })
    }

    /** False where there is nothing to change. */
    private change(patches: Record<Id, Patch>): boolean {
        if (Object.keys(patches).length === 0) return false
        const group = this.mail.outbox.update('Email', patches)
        this.last = () => this.mail.outbox.undo(group)
        return true
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
