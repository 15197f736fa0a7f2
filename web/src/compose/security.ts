import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals-core'
import type { Book } from '../contacts/book'
import type { Choice } from '../contacts/choice'
import { isLeaking, type Lock, lockOf, type Others, type Recipient, type Wanted } from '../contacts/lock'
import { headerOf } from '../contacts/autocrypt'
import type { CertificateFacts, OwnKey } from '../openpgp/calls'
import type { OpenPgpWorker } from '../openpgp/page'
import type { Draft } from './draft'

/**
 * End to end, as far as this session has it. `sealsAll`: drafts and what was sent lie at the server only sealed: level
 * L2.
 */
export interface Sealing {
    readonly book: Book
    readonly worker: Pick<OpenPgpWorker, 'call'>
    readonly keys: ReadonlySignal<OwnKey[]>
    readonly sealsAll: boolean
}

/** How a message is to be opened by who has no certificate. `language`: of the mail with the link. */
export interface LinkTerms { password: string, days: number, isOnce: boolean, tells: boolean, takesReplies: boolean, language: 'en' | 'it' | 'both' }

const NONE: Choice = { reason: 'none', byItself: false }

/** How one message is protected: right by itself, unless the person says otherwise. */
export class Security {
    readonly wanted = signal<Wanted>('auto')
    readonly others = signal<Others | undefined>(undefined)
    readonly terms: ReturnType<typeof signal<LinkTerms>>
    private readonly sealing = signal<Sealing | undefined>(undefined)
    /** What goes in clear is signed too. */
    readonly signsClear = signal(false)
    /** What is answered, or sent on, was encrypted. */
    readonly isAboutEncrypted = signal(false)
    /** Small addresses of those who got what is answered, encrypted as well. */
    readonly answered = signal<ReadonlySet<string>>(new Set())
    /** That of one's own by which one signs, and to which one's own copy is sealed. */
    readonly own: ReadonlySignal<CertificateFacts | undefined>
    private readonly choices = signal<ReadonlyMap<string, Choice>>(new Map())
    /**
     * Whether the server may have drafts in clear, as it says itself; undefined: it has not said. Unset: nobody to ask.
     */
    isClearLevel: (() => Promise<boolean | undefined>) | undefined
    private isClear: boolean | undefined
    private readonly asking = new Set<string>()
    private readonly askedAgain = new Set<string>()
    private readonly stop: () => void
    readonly recipients: ReadonlySignal<Recipient[]>
    readonly lock: ReadonlySignal<Lock>

    constructor(readonly draft: ReadonlySignal<Draft>, language: LinkTerms['language']) {
        this.terms = signal<LinkTerms>({ password: '', days: 28, isOnce: false, tells: true, takesReplies: true, language })
        this.own = computed(() => this.sealing.value?.keys.value.find(one => one.isCurrent && one.certificate.encrypts)?.certificate)
        this.recipients = computed(() => recipientsOf(draft.value, this.choices.value))
        this.lock = computed(() => lockOf({ recipients: this.recipients.value, wanted: this.wanted.value, hasOwnKeys: this.own.value !== undefined,
            isAnswerToEncrypted: this.isAboutEncrypted.value, answered: this.answered.value }))
        this.stop = effect(() => {
            this.sealing.value?.book.version.value
            const wanted = this.own.value ? this.recipients.value.map(one => one.address) : []
            untracked(() => { for (const one of wanted) void this.ask(one) })
        })
    }

    /** Undefined until it is there, and where no keys can be had; a password is to be had all the same. */
    get endToEnd(): Sealing | undefined { return this.sealing.value }

    set endToEnd(there: Sealing | undefined) { this.sealing.value = there }

    private async ask(address: string, isOutside = false): Promise<void> {
        const { endToEnd } = this
        if (!endToEnd) return
        if (this.asking.has(address)) {
            // what is known has changed since it was asked
            if (!isOutside) this.askedAgain.add(address)
            return
        }
        this.asking.add(address)
        try {
            const choice = isOutside ? await endToEnd.book.lookUp(address) : await endToEnd.book.choice(address)
            if (JSON.stringify(this.choices.value.get(address)) !== JSON.stringify(choice)) this.choices.value = new Map(this.choices.value).set(address, choice)
        } finally {
            this.asking.delete(address)
        }
        if (this.askedAgain.delete(address)) await this.ask(address)
    }

    /** Where only some have none, the rest gets it encrypted, unless all are to get it in clear. */
    chooseOthers(others: Others): void {
        if (this.lock.value.why === 'some' && others !== 'plain') this.wanted.value = 'on'
        this.others.value = others
    }

    /**
     * Asks outside for those of whom nothing is known. Only when one sends, or asks for it: it says to whom one writes.
     */
    async lookUp(): Promise<void> {
        if (!this.own.value || this.wanted.value === 'off') return
        const unknown = this.recipients.value.filter(one => (one.choice.kept === undefined
            || one.choice.reason === 'gossip') && one.choice.reason !== 'changed')
        await Promise.all(unknown.map(one => this.ask(one.address, true)))
    }

    /** Whether what is written may lie at the server only encrypted. */
    get sealsDrafts(): boolean {
        return this.own.value !== undefined && (this.endToEnd?.sealsAll || this.isActive || this.isAboutEncrypted.value)
    }

    /**
     * How what is written may lie at the server now. `wait`: not at all, since at level L2 it may only be encrypted and
     * the keys are not open, or since it is not known yet which level it is.
     */
    async drafts(): Promise<'clear' | 'sealed' | 'wait'> {
        if (this.sealsDrafts) return 'sealed'
        this.isClear ??= await this.isClearLevel?.() ?? (this.isClearLevel ? undefined : true)
        // the keys may have come meanwhile
        return this.sealsDrafts ? 'sealed' : this.isClear ? 'clear' : 'wait'
    }

    /** Without a connection: what is written waits in the browser, and it is asked again when it goes. */
    get isLevelUnknown(): boolean { return this.isClear === undefined && this.isClearLevel !== undefined }

    /** Whether files may come up as they are. */
    get takesFiles(): boolean { return !this.sealsDrafts && (this.isClear ?? this.isClearLevel === undefined) }

    /** Whether it does not go as mail has always gone. */
    get isActive(): boolean { return this.lock.value.state !== 'open' || this.signsClear.value && this.own.value !== undefined || this.others.value === 'password' && this.recipients.value.length > 0 }

    /** Why it may not be sent yet. */
    get missing(): 'others' | 'password' | undefined {
        const lock = this.lock.value
        const needsOthers = lock.state === 'half' || lock.why === 'some' && this.wanted.value === 'auto'
        if (needsOthers && this.others.value === undefined) return 'others'
        return this.others.value === 'password' && lock.others.length > 0 && this.terms.value!.password.length < 8 ? 'password' : undefined
    }

    get isLeaking(): boolean { return isLeaking(this.lock.value, this.isAboutEncrypted.value, this.others.value) }

    /** Those of them whom this is for. */
    get answeredHere(): string[] {
        return this.recipients.value.map(one => one.address).filter(one => this.answered.value.has(one))
    }

    /** Those whose certificate is another than it was. */
    get changed(): string[] { return this.recipients.value.filter(one => one.choice.reason === 'changed').map(one => one.address) }

    /** The header field that tells others one's own certificate; empty where there is none. */
    autocrypt(address: string): string {
        const own = this.own.value
        return own?.addresses.includes(address.toLowerCase()) ? headerOf(address, own.octets, true) ?? '' : ''
    }

    end(): void { this.stop() }
}

function recipientsOf({ to, cc, bcc }: Draft, choices: ReadonlyMap<string, Choice>): Recipient[] {
    const all = new Map<string, Recipient>()
    for (const [people, isBcc] of [[to, false], [cc, false], [bcc, true]] as const) {
        for (const { email } of people) {
            const address = email.toLowerCase()
            if (!all.has(address)) all.set(address, { address, isBcc, choice: choices.get(address) ?? NONE })
        }
    }
    return [...all.values()]
}
