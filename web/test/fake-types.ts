import type { EmailCondition, Patch } from '../src/jmap/types'

export type Answered = [string, Record<string, unknown>]
type Stored = { id: string } & Record<string, unknown>
interface Logged { revision: number, type: string, id: string, what: 'created' | 'updated' | 'destroyed' }

/** Mailboxes and Emails of the fake server, and the log of their changes. Emails are sorted by id, the last first. */
export class FakeTypes {
    revision = 1
    readonly log: Logged[] = []
    readonly rows: Record<string, Map<string, Stored>> = { Mailbox: new Map(), Email: new Map(), Thread: new Map(),
        EmailSubmission: new Map() }
    /** States before this one are forgotten. */
    knownSince = 0
    canCalculateQueryChanges = true
    changesMax = 100
    private nextId = 1

    /** As another client would. */
    add(type: string, record: Record<string, unknown>): string {
        const id = `${type[0]!.toLowerCase()}${String(this.nextId++).padStart(7, '0')}`
        this.rows[type]!.set(id, { id, ...record })
        this.note(type, id, 'created')
        if (type === 'Email' && 'mailboxIds' in record) this.thread(id)
        return id
    }

    /** Each Email is in a thread: its own, or that which it names. */
    private thread(id: string): void {
        const email = this.rows['Email']!.get(id)!
        const threadId = String(email['threadId'] ?? `t${id}`)
        email['threadId'] = threadId
        const there = this.rows['Thread']!.get(threadId)
        this.rows['Thread']!.set(threadId, { id: threadId, emailIds: [...there?.['emailIds'] as string[] ?? [], id] })
        this.note('Thread', threadId, there ? 'updated' : 'created')
    }

    patch(type: string, id: string, patch: Patch): void {
        this.rows[type]!.set(id, patched(this.rows[type]!.get(id)!, patch))
        this.note(type, id, 'updated')
    }

    remove(type: string, id: string): void {
        this.rows[type]!.delete(id)
        this.note(type, id, 'destroyed')
    }

    /** Ids of Emails in a mailbox, as a query has them. `collapsed`: the last of each thread. */
    order(inMailbox?: string, collapsed = false): string[] {
        const ids = [...this.rows['Email']!.values()]
            .filter(one => !inMailbox || (one['mailboxIds'] as Record<string, true>)[inMailbox])
            .map(one => one.id).sort().reverse()
        const threads = ids.map(id => this.rows['Email']!.get(id)!['threadId'])
        return collapsed ? ids.filter((_, i) => threads.indexOf(threads[i]) === i) : ids
    }

    answer(name: string, args: Record<string, unknown>): Answered {
        const [type, verb] = name.split('/') as [string, string]
        if (verb === 'echo') return [name, args]
        if (!this.rows[type]) return ['error', { type: 'unknownMethod' }]
        const answer = this.verb(type, verb, args)
        return typeof answer === 'string' ? ['error', { type: answer }] : [name, { accountId: 'a1', ...answer }]
    }

    private verb(type: string, verb: string, args: Record<string, unknown>): Record<string, unknown> | string {
        if (verb === 'get') return this.get(type, args['ids'] as string[] | null | undefined)
        if (verb === 'changes') return this.changes(type, Number(args['sinceState']))
        if (verb === 'query' && type === 'EmailSubmission') return this.submissions(args)
        if (verb === 'query') return this.query(args)
        if (verb === 'queryChanges') return this.queryChanges(args)
        if (verb === 'set') return this.set(type, args)
        return 'unknownMethod'
    }

    private get(type: string, ids: string[] | null | undefined): Record<string, unknown> {
        const rows = this.rows[type]!
        const asked = ids ?? [...rows.keys()]
        return { state: String(this.revision), list: asked.flatMap(id => structuredClone(rows.get(id)) ?? []),
            notFound: asked.filter(id => !rows.has(id)) }
    }

    private changes(type: string, since: number): Record<string, unknown> | string {
        if (since < this.knownSince) return 'cannotCalculateChanges'
        const all = this.log.filter(one => one.revision > since && one.type === type)
        const part = all.slice(0, this.changesMax)
        const ids = (what: Logged['what']) => [...new Set(part.filter(one => one.what === what).map(one => one.id))]
        const hasMoreChanges = part.length < all.length
        const newState = String(hasMoreChanges ? part.at(-1)!.revision : this.revision)
        return { oldState: String(since), newState, hasMoreChanges, created: ids('created'), updated: ids('updated'),
            destroyed: ids('destroyed') }
    }

    private query(args: Record<string, unknown>): Record<string, unknown> {
        const called = (args['filter'] as { conditions?: EmailCondition[] } | undefined)?.conditions?.find(one => one.header)?.header?.[1]
        const all = this.order((args['filter'] as EmailCondition | undefined)?.inMailbox,
            args['collapseThreads'] === true)
            .filter(id => called === undefined || (this.rows['Email']!.get(id)!['messageId'] as string[] | undefined)?.includes(called))
        const position = Number(args['position'] ?? 0)
        return { queryState: String(this.revision), canCalculateChanges: this.canCalculateQueryChanges, position,
            ids: all.slice(position, position + Number(args['limit'] ?? 100)), total: all.length }
    }

    private submissions(args: Record<string, unknown>): Record<string, unknown> {
        const { emailIds } = args['filter'] as { emailIds: string[] }
        const ids = [...this.rows['EmailSubmission']!.values()].filter(one => emailIds.includes(String(one['emailId']))).map(one => one.id)
        return { queryState: String(this.revision), canCalculateChanges: false, position: 0, ids }
    }

    private queryChanges(args: Record<string, unknown>): Record<string, unknown> | string {
        const since = Number(args['sinceQueryState'])
        if (since < this.knownSince || !this.canCalculateQueryChanges) return 'cannotCalculateChanges'
        const emails = this.log.filter(one => one.revision > since && one.type === 'Email').map(one => one.id)
        const mates = args['collapseThreads'] === true ? emails.flatMap(id => this.rows['Thread']!
            .get(String(this.rows['Email']!.get(id)?.['threadId']))?.['emailIds'] as string[] ?? []) : []
        const touched = new Set([...emails, ...mates])
        if (touched.size * 2 > Number(args['maxChanges'] ?? Infinity)) return 'tooManyChanges'
        const all = this.order((args['filter'] as EmailCondition | undefined)?.inMailbox,
            args['collapseThreads'] === true)
        const added = all.flatMap((id, index) => touched.has(id) ? [{ id, index }] : [])
        return { oldQueryState: String(since), newQueryState: String(this.revision), removed: [...touched], added,
            total: all.length }
    }

    private set(type: string, args: Record<string, unknown>): Record<string, unknown> | string {
        const oldState = String(this.revision)
        if (args['ifInState'] !== undefined && args['ifInState'] !== oldState) return 'stateMismatch'
        const answer = { oldState, newState: '', created: {} as Record<string, unknown>, notCreated: {},
            updated: {} as Record<string, unknown>, notUpdated: {} as Record<string, unknown>,
            destroyed: [] as string[], notDestroyed: {} as Record<string, unknown> }
        for (const [key, record] of Object.entries(args['create'] as object ?? {})) {
            answer.created[key] = { id: this.add(type, record as Record<string, unknown>) }
        }
        for (const [id, patch] of Object.entries(args['update'] as object ?? {})) {
            if (!this.rows[type]!.has(id)) answer.notUpdated[id] = { type: 'notFound' }
            else if ((patch as Patch)['refused']) answer.notUpdated[id] = { type: 'forbidden' }
            else {
                this.patch(type, id, patch as Patch)
                answer.updated[id] = null
            }
        }
        for (const id of args['destroy'] as string[] ?? []) {
            if (!this.rows[type]!.has(id)) answer.notDestroyed[id] = { type: 'notFound' }
            else {
                this.remove(type, id)
                answer.destroyed.push(id)
            }
        }
        answer.newState = String(this.revision)
        return answer
    }

    private note(type: string, id: string, what: Logged['what']): void {
        this.log.push({ revision: ++this.revision, type, id, what })
    }
}

/** By its own code, so that the client's is not measured by itself. */
function patched(record: Stored, patch: Patch): Stored {
    const copy = structuredClone(record)
    for (const [path, value] of Object.entries(patch)) {
        const [first, second] = path.split('/') as [string, string | undefined]
        if (second === undefined) copy[first] = value
        else {
            const inner = copy[first] as Record<string, unknown>
            if (value === null) delete inner[second]
            else inner[second] = value
        }
    }
    return copy
}
