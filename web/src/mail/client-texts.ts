import type { Id } from '../jmap/types'
import { ofBase64 } from '../openpgp/octets'
import type { OpenPgp } from '../openpgp/openpgp'

/** As the server has them; octets in base64. Without a ciphertext it is no record. */
interface TextRow { id: Id, receivedAt: string, ciphertext?: number, index?: number, sealed?: string }
interface Page { isAtLevelTwo: boolean, count: number, key?: string, ciphertexts: string[], records: TextRow[],
    next?: Id }

const PATH = '/api/vault/texts'
/** After so many pages the vault has them, and the server need not. */
const KEEP_AFTER_PAGES = 10
/** That are said to be taken at once. */
const TAKEN_MAX = 500
/** A hundred thousand records are some hundreds: the server keeps no more. */
const PAGES_MAX = 5_000

/**
 * Takes what the server has made of mail that came in clear at level L2, for this account's browsers: into the index
 * of the worker, and from the server once the vault has it. What does not open is left to who opens the message
 * itself.
 */
export class ClientTexts {
    private isOver = false
    private isKeyNamed = false

    /** `keep`: puts the index into the vault, and says whether all of it is there. */
    constructor(private readonly openPgp: OpenPgp, private readonly keep: () => Promise<boolean>) {}

    end(): void { this.isOver = true }

    /** The newest first, to the end. Of how many more is known than before. */
    async take(): Promise<number> {
        let count = 0
        let taken: Id[] = []
        let next: Id | undefined
        for (let pages = 1; pages <= PAGES_MAX && !this.isOver; pages++) {
            const page = await this.page(next)
            if (!page) break
            if (pages === 1) await this.name(page)
            const { ids, added } = await this.open(page)
            taken = [...taken, ...ids]
            count += added
            next = page.next
            if (next !== undefined && pages % KEEP_AFTER_PAGES !== 0) continue
            if (taken.length > 0 && await this.keep()) await this.say(taken)
            taken = []
            if (next === undefined) break
        }
        return count
    }

    private async page(before: Id | undefined): Promise<Page | undefined> {
        const got = await this.openPgp.vault.json('GET', before === undefined ? PATH : `${PATH}?before=${before}`)
        return got.ok ? got.value as Page : undefined
    }

    /** `ids`: of all that need not come again: what does not open here opens nowhere. */
    private async open({ ciphertexts, records }: Page): Promise<{ ids: Id[], added: number }> {
        const ids = records.map(one => one.id)
        const shared = ciphertexts.map(ofBase64)
        const sealed = records.flatMap(({ id, receivedAt, ciphertext, index, sealed }) => ciphertext === undefined
            || shared[ciphertext] === undefined ? []
            : [{ id, at: Date.parse(receivedAt), ciphertext: shared[ciphertext], index: index!,
                sealed: ofBase64(sealed!) }])
        if (sealed.length === 0) return { ids, added: 0 }
        const taken = await this.openPgp.worker.call('takeTexts', sealed)
        return taken.ok ? { ids, added: taken.value.added } : { ids: [], added: 0 }
    }

    /** Of an account that has come to level L2 before there were records, or from another program, it is named now. */
    private async name({ isAtLevelTwo, key }: Page): Promise<void> {
        if (isAtLevelTwo && !this.isKeyNamed) this.isKeyNamed = await this.openPgp.nameTextsKey(key)
    }

    private async say(taken: readonly Id[]): Promise<void> {
        for (let at = 0; at < taken.length; at += TAKEN_MAX) {
            const said = await this.openPgp.vault.json('POST', `${PATH}/taken`, { ids: taken.slice(at, at
                + TAKEN_MAX) })
            if (!said.ok) return
        }
    }
}
