import type { Client } from '../jmap/client'
import { chunks } from '../jmap/packing'
import type { EmailCondition, EmailRow, Filter, Id, Patch } from '../jmap/types'
import type { Mail } from './model'

/** How far it is is said until the next piece. In milliseconds. */
const SAID_MS = 600_000
/** Ids that are asked for at once. */
const PAGE = 500

/** Of a message that is in no row that is loaded. */
export type Bare = Pick<EmailRow, 'id' | 'mailboxIds' | 'keywords'>
/** What is changed of a message, and what undoes it; undefined: nothing. `null`: it is deleted. */
export type Change = { patch: Patch, back: Patch } | null | undefined
/** `back`: of those that were changed. `isWhole`: false where it ended before all were. */
export interface Done { count: number, back: [Id, Patch][], isWhole: boolean }
/** Is told how many of how many were looked at; gives false to end it. */
export type Progress = (done: number, all: number) => boolean

/** All Emails that a filter finds, whatever of them is loaded; undefined where they cannot be had. */
async function idsOf(client: Client, filter: Filter<EmailCondition> | null): Promise<Id[] | undefined> {
    const ids = new Set<Id>()
    for (;;) {
        const got = await client.call('Email/query', { accountId: client.accountId, filter, collapseThreads: false,
            sort: [{ property: 'receivedAt', isAscending: false }], position: ids.size, limit: PAGE }).answer
        if (!got.ok) return undefined
        const before = ids.size
        got.value.ids.forEach(id => ids.add(id))
        if (got.value.ids.length === 0 || ids.size === before) return [...ids]
    }
}

/**
 * Changes all that a filter finds, in pieces that the server takes at once. Which these are is settled before the first
 * is changed: mail that comes meanwhile is left as it is.
 */
export async function forAll(client: Client, filter: Filter<EmailCondition> | null, change: (one: Bare) => Change, progress: Progress): Promise<Done> {
    const done: Done = { count: 0, back: [], isWhole: false }
    const ids = await idsOf(client, filter)
    if (!ids) return done
    const size = Math.min(client.limitsNow.maxObjectsInSet, client.limitsNow.maxObjectsInGet)
    let seen = 0
    for (const part of chunks(ids, size)) {
        const got = await client.get<Bare>('Email/get', part, { properties: ['id', 'mailboxIds', 'keywords'] })
        if (!got.ok || !await set(client, got.value.list.map(one => [one.id, change(one)]), done)) return done
        seen += part.length
        if (!progress(seen, ids.length)) return done
    }
    return { ...done, isWhole: true }
}

async function set(client: Client, all: [Id, Change][], done: Done): Promise<boolean> {
    const changed = all.filter((one): one is [Id, { patch: Patch, back: Patch }] => Boolean(one[1]))
    const destroy = all.filter(([, one]) => one === null).map(([id]) => id)
    if (changed.length + destroy.length === 0) return true
    const update = Object.fromEntries(changed.map(([id, { patch }]) => [id, patch]))
    const answer = await client.call('Email/set', { accountId: client.accountId, update, destroy }).answer
    if (!answer.ok) return false
    const isUpdated = (id: Id) => answer.value.notUpdated?.[id] === undefined
    const there = changed.filter(([id]) => isUpdated(id))
    done.back.push(...there.map(([id, { back }]): [Id, Patch] => [id, back]))
    done.count += there.length + destroy.length - Object.keys(answer.value.notDestroyed ?? {}).length
    return true
}

/** Takes it back, in the same pieces. What has gone meanwhile is left out. False where not all of it was. */
export async function takeBackAll(client: Client, back: readonly [Id, Patch][], progress: Progress): Promise<boolean> {
    let seen = 0
    for (const part of chunks([...back], client.limitsNow.maxObjectsInSet)) {
        const answer = await client.call('Email/set', { accountId: client.accountId, update: Object.fromEntries(part) }).answer
        if (!answer.ok || Object.values(answer.value.notUpdated ?? {}).some(one => one.type !== 'notFound')) return false
        seen += part.length
        progress(seen, back.length)
    }
    return true
}

/** Out of `from`, where it lies there, and into `to`; of a search `from` is undefined: out of all that it lies in. */
export function movedTo(to: Id, from: Id | undefined, stays: readonly Id[]): (one: Bare) => Change {
    return ({ mailboxIds }) => {
        const out = Object.keys(mailboxIds).filter(box => box !== to && (from === undefined ? !stays.includes(box) : box === from))
        if (out.length === 0) return undefined
        const path = (box: Id) => `mailboxIds/${box}`
        const back: Patch = Object.fromEntries(out.map(box => [path(box), true]))
        const patch: Patch = { ...Object.fromEntries(out.map(box => [path(box), null])), [path(to)]: true }
        return { patch, back: mailboxIds[to] ? back : { ...back, [path(to)]: null } }
    }
}

/** For good; what lies elsewhere too is there still. */
export function destroyed(from: Id): (one: Bare) => Change {
    const path = `mailboxIds/${from}`
    return ({ mailboxIds }) => !mailboxIds[from] ? undefined
        : Object.keys(mailboxIds).length === 1 ? null : { patch: { [path]: null }, back: { [path]: true } }
}

export function marked(keyword: string, isSet: boolean): (one: Bare) => Change {
    const path = `keywords/${keyword.replaceAll('~', '~0').replaceAll('/', '~1')}`
    return ({ keywords }) => Boolean(keywords[keyword]) === isSet ? undefined
        : { patch: { [path]: isSet ? true : null }, back: { [path]: isSet ? null : true } }
}

/** Moved; deleted for good where it lies; with a keyword, or without. */
export type Wanted = { to: Id } | { from: Id } | { keyword: string, isSet: boolean }

/** Of all that a list's filter finds. What is to be said then, and what takes it back. */
export async function atAll(mail: Mail, filter: Filter<EmailCondition> | null, what: Wanted, told: (count: number) => string):
    Promise<{ text: string, undo?: () => Promise<boolean> }> {
    const { words: { selection }, client } = mail
    let goesOn = true
    const stop = { label: selection.stop, run: () => { goesOn = false } }
    const change = changeOf(mail, what)
    mail.say({ text: selection.begins, action: stop }, SAID_MS)
    mail.selectAll(false)
    const done = await forAll(client, filter, change, (count, all) => {
        mail.say({ text: selection.progress(count, all), action: stop }, SAID_MS)
        return goesOn
    })
    const look = () => void mail.look(['Email', 'Mailbox', 'Thread'])
    look()
    const text = done.isWhole ? told(done.count) : selection.notWhole(told(done.count))
    if (done.back.length === 0) return { text }
    const undo = async () => {
        const isBack = await takeBackAll(client, done.back, (count, all) => {
            mail.say({ text: selection.progress(count, all) }, SAID_MS)
            return true
        })
        look()
        return isBack
    }
    const kept = await keptBack(mail, what, done, undo)
    return kept ? { text: kept.text, undo: async () => kept.run() } : { text, undo }
}

/** Of what goes to Trash that which had not left yet does not leave. */
async function keptBack(mail: Mail, what: Wanted, { back }: Done, undo: () => Promise<boolean>) {
    const sent = mail.mailboxOf('sent')?.id
    if (!('to' in what) || what.to !== mail.mailboxOf('trash')?.id || sent === undefined) return undefined
    const ids = back.filter(([, patch]) => patch[`mailboxIds/${sent}`] === true).map(([id]) => id)
    return ids.length === 0 ? undefined : (await import('./unsending')).keepBack(mail, ids, undo)
}

function changeOf(mail: Mail, what: Wanted): (one: Bare) => Change {
    if ('keyword' in what) return marked(what.keyword, what.isSet)
    if ('from' in what) return destroyed(what.from)
    const own = mail.mailboxOf('trash')?.id === what.to ? [] : ['sent', 'drafts']
    return movedTo(what.to, mail.place.value?.id, own.flatMap(role => mail.mailboxOf(role)?.id ?? []))
}
