import { download } from '../jmap/blobs'
import type { Client } from '../jmap/client'
import { type Id, SIEVE, type SieveScript } from '../jmap/types'
import { upload } from '../jmap/upload'
import type { Foreign } from './begin-anew'
import { placed, placeOf, type Rule, type RulePlace, rulesOf, sieveOf } from './rules'

const SCRIPT = 'webmail'
const OCTETS_MAX = 200_000

/** `other`: it runs in the place of ours. */
export interface Known { rules: Rule[], script: SieveScript | undefined, other: SieveScript | undefined }

/** Undefined: it could not be had. `Foreign`: it was changed by hand. */
export async function load(client: Client): Promise<Known | Foreign | undefined> {
    if (!(SIEVE in client.session.capabilities)) return undefined
    const got = await client.call('SieveScript/get', { accountId: client.accountId, ids: null }).answer
    if (!got.ok) return undefined
    const script = got.value.list.find(one => one.name === SCRIPT)
    const active = got.value.list.find(one => one.isActive)
    const other = active && active !== script ? active : undefined
    if (!script) return { rules: [], script: undefined, other }
    const blob = await download(client, script.blobId, 'application/sieve', OCTETS_MAX)
    if (!blob.ok) return undefined
    const rules = rulesOf(await blob.value.text())
    return rules ? { rules, script, other } : { script, names: got.value.list.map(one => one.name) }
}

/** It becomes the one that runs. */
export async function save(client: Client, rules: readonly Rule[], script: SieveScript | undefined): Promise<SieveScript | undefined> {
    const blobId = await uploaded(client, rules)
    if (blobId === undefined) return undefined
    const what = script ? { update: { [script.id]: { blobId } }, onSuccessActivateScript: script.id }
        : { create: { rules: { name: SCRIPT, blobId } }, onSuccessActivateScript: '#rules' }
    const set = await client.call('SieveScript/set', { accountId: client.accountId, ...what }).answer
    if (!set.ok) return undefined
    if (script) return set.value.updated && script.id in set.value.updated ? { ...script, blobId } : undefined
    const id = set.value.created?.['rules']?.id
    return id === undefined ? undefined : { id, name: SCRIPT, blobId, isActive: true }
}

async function uploaded(client: Client, rules: readonly Rule[]): Promise<Id | undefined> {
    const got = await upload(client, new Blob([sieveOf(rules)], { type: 'application/sieve' }), () => undefined, new AbortController().signal)
    return got.ok ? got.value.blobId : undefined
}

/**
 * Rules that an earlier release wrote by name go by id, and all call their mailboxes as they are called now; whether
 * they run stays as it is. Undefined: nothing was to be written, or it could not be.
 */
export async function keepPlaces(client: Client, known: Known, all: readonly RulePlace[]): Promise<Known | undefined> {
    const { script, rules: before } = known
    const rules = placed(before, all)
    if (!script || sieveOf(rules) === sieveOf(before)) return undefined
    const blobId = await uploaded(client, rules)
    if (blobId === undefined) return undefined
    const set = await client.call('SieveScript/set', { accountId: client.accountId,
        update: { [script.id]: { blobId } } }).answer
    return set.ok && set.value.updated && script.id in set.value.updated
        ? { ...known, rules, script: { ...script, blobId } } : undefined
}

/** While mailboxes are called otherwise: before it, by their names, and after it. */
export async function followPlaces(client: Client, before: readonly RulePlace[], change: () => Promise<readonly RulePlace[]>): Promise<void> {
    const known = await load(client)
    const isOurs = known !== undefined && 'rules' in known
    const settled = isOurs ? await keepPlaces(client, known, before) ?? known : undefined
    const after = await change()
    if (settled) await keepPlaces(client, settled, after)
}

/** What rules that file into a mailbox are called. */
export async function rulesInto(client: Client, id: Id, all: readonly RulePlace[]): Promise<string[]> {
    const known = await load(client)
    if (!known || !('rules' in known)) return []
    return known.rules.filter(one => one.mailbox !== undefined && placeOf(one, all)?.id === id).map(one => one.name)
}
