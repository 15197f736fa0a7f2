import { type Signal, useSignal } from '@preact/signals'
import { handOver } from '../base/hand-over'
import type { Client } from '../jmap/client'
import { compared, LEDGER_BLOB, type Ledger, type LedgerEntry, ledgerIn, type LedgerSeen,
    seenOf } from '../openpgp/ledger'
import type { OpenPgp } from '../openpgp/openpgp'
import { inert } from '../text/addresses'
import { longDate } from '../text/dates'
import { sizeText } from '../text/sizes'
import type { Messages } from '../text/en'
import { type TrustWords, trustWords } from '../text/trust'
import { useAsked } from '../ui/connection'
import { Loading, Missing } from '../ui/missing'

const PAGE = 50
/** 5,000 entries, of which most have 300 characters. In characters. */
const EXPORT_MAX = 8 << 20
/** What somebody else could have done; the rest tells of the program. */
const NOBODYS = ['program', 'letGo']

type Place = 'security' | 'passwords' | 'devices' | 'endToEnd'
interface Props { words: Messages, client: Client, openPgp: () => Promise<OpenPgp>, go: (place: Place) => void }
interface Held { text: string, ledger: Ledger, state: ReturnType<typeof compared> | 'notRemembered', until?: string }

/** What happened to the account: fetched whole, calculated here, and held to what was seen before. */
export function LedgerPage({ words, client, openPgp, go }: Props) {
    const { ledger: own } = trustWords(words)
    const held = useSignal<Held | 'lost' | undefined>(undefined)
    const page = useSignal(0)
    const load = async () => {
        held.value = undefined
        held.value = await hold(client, openPgp) ?? 'lost'
    }
    useAsked(load, () => held.value === 'lost')
    const now = held.value
    if (now === undefined) return <Loading words={words} />
    if (now === 'lost') return <><p>{own.lost}</p><Missing words={words} again={load} /></>
    const newest = [...now.ledger.entries].reverse()
    return <>
        <p class="note">{own.what}</p>
        <Verdict own={own} words={words} held={now} believe={() => void remember(openPgp, now.ledger,
            true).then(isDone => { if (isDone) held.value = { ...now, state: 'goesOn' } })} />
        <p class="buttons"><button type="button" onClick={() => handOver(new Blob([now.text]),
            'ledger.jsonl')}>{own.save}</button></p>
        <p class="note">{own.verify}</p>
        {newest.length === 0 && <p>{own.none}</p>}
        <ol class="lines ledger">{newest.slice(page.value * PAGE, (page.value + 1) * PAGE).map(one =>
            <Line key={one.number} own={own} words={words} one={one} go={go} />)}</ol>
        <Pages own={own} page={page} count={newest.length} />
    </>
}

function Verdict({ own, words, held: { ledger, state, until }, believe }: { own: TrustWords['ledger'],
    words: Messages, held: Held, believe: () => void }) {
    const closed = ledger.entries.filter(one => !one.entry).length
    if (ledger.broken) return <p class="wrong" role="alert">{own.broken}</p>
    const isAlarm = state === 'older' || state === 'other'
    return <>
        <p role="status"><b>{own.whole(ledger.entries.length)}</b>{closed > 0 &&
            ` ${own.closed(closed)}`} {state === 'goesOn' ? own.remembered : state === 'first' ? own.first :
            state === 'notRemembered' && own.notRemembered}</p>
        {isAlarm && <div role="alert"><p class="wrong">{state === 'other' ? own.other : own.older(until === undefined
            ? '' : longDate(until, words))}</p>
            <p><button type="button" onClick={believe}>{own.believe}</button></p></div>}
    </>
}

function Line({ own, words, one, go }: { own: TrustWords['ledger'], words: Messages, one: LedgerEntry,
    go: Props['go'] }) {
    const { entry } = one
    const places: [Place, string][] = [['security', own.toSecurity], ['passwords', own.toPasswords], ['devices',
        own.toDevices], ['endToEnd', own.toKeys]]
    return <li><div><b>{sentenceOf(entry, own, words)}</b>
        <small class="note">{entry?.['at'] !== undefined && longDate(entry['at'],
            words)} · {own.number(one.number)}</small></div>
        {entry && !NOBODYS.includes(entry['what'] ?? '') && <details class="whole"><summary>{own.notMe}</summary>
            {entry['what'] === 'operator' || entry['what'] === 'passwordReset' ? <p>{own.notMeOperator}</p> :
                <ul>{own.notMeSteps.map(step => <li key={step}>{step}</li>)}</ul>}
            <p class="buttons">{places.map(([place, name]) => <button key={place} type="button" onClick={() =>
                go(place)}>{name}</button>)}</p></details>}
    </li>
}

function Pages({ own, page, count }: { own: TrustWords['ledger'], page: Signal<number>, count: number }) {
    return <p class="buttons">{page.value > 0 && <button type="button" onClick={() =>
        { page.value-- }}>{own.newerOnes}</button>}
        {(page.value + 1) * PAGE < count && <button type="button" onClick={() =>
            { page.value++ }}>{own.olderOnes}</button>}</p>
}

/** In words. What others have named (a network, a program, a way in) is text without signs that are not seen. */
export function sentenceOf(entry: Record<string, string> | undefined, { says, services, kinds,
    acts }: TrustWords['ledger'], words?: Messages): string {
    if (!entry) return says.closed
    const of = (name: string) => inert(entry[name] ?? '')
    const kind = kinds[entry['kind'] ?? ''] ?? of('kind')
    switch (entry['what']) {
        case 'signIn': return says.signIn(services[entry['service'] ?? ''] ?? of('service'), [[of('program'),
            of('system')].filter(one => one !== '').join(', '), of('network')].filter(one => one !== '').join(', '), entry['opens'] === 'mail')
        case 'signInFailed': {
            const doors = of('services').split(' ').map(one => services[one] ?? one).join(', ')
            const [since, until] = ['since', 'until'].map(name => words ? longDate(of(name), words) : of(name))
            return says.signInFailed(of('count'), doors, of('networks'), since ?? '', until ?? '')
                + (entry['codes'] === undefined ? '' : says.wrongCodes(of('codes')))
        }
        case 'sendingPaused': return entry['why'] === 'operator' ? says.sendingPausedByOperator :
            says.sendingPausedByLimit
        case 'levelChanged': return says.levelChanged(of('level'))
        case 'wayInMade': return says.wayInMade(kind, of('name'))
        case 'wayInRevoked': return says.wayInRevoked(kind, of('name') || of('number'))
        case 'textsKeyNamed': return says.textsKeyNamed(of('key'))
        case 'certificatePublished': return says.certificatePublished(of('fingerprint').toUpperCase())
        case 'operator': return says.operator(acts[entry['act'] ?? ''] ?? of('act'), detailOf(entry, words))
        case 'program': return says.program(of('version').slice(0, 16))
        case 'letGo': return says.letGo(of('upTo'))
        default: {
            const plain = Object.hasOwn(says, entry['what'] ?? '') ? says[entry['what'] as keyof typeof says] :
                undefined
            return typeof plain === 'string' ? plain : says.other(of('what'))
        }
    }
}

/** What more is said of an operator's act. */
function detailOf(entry: Record<string, string>, words?: Messages): string {
    const octets = entry['act'] === 'AccountQuota' && /^[0-9]+$/.test(entry['limit'] ?? '') && words
    const details = ['level', 'limit', 'name', 'key', 'max', 'alias', 'masked', 'recipient', 'order']
        .map(name => inert(name === 'limit' && octets ? sizeText(Number(entry['limit']), words) : entry[name] ?? ''))
    return details.filter(one => one !== '').join(', ')
}

async function hold(client: Client, openPgp: () => Promise<OpenPgp>): Promise<Held | undefined> {
    try {
        const response = await client.http.once('/api/ledger/export', {})
        const text = response.ok ? await response.text() : undefined
        if (text === undefined || text.length > EXPORT_MAX) return undefined
        const ledger = await ledgerIn(text)
        const keys = await openPgp()
        if (await keys.ready() !== 'open') return { text, ledger, state: 'notRemembered' }
        const got = await keys.vault.read<LedgerSeen>(LEDGER_BLOB)
        const seen = got.ok ? got.value : undefined
        const state = got.ok || got.error === 'none' ? compared(ledger, seen) : 'notRemembered'
        if (!ledger.broken && (state === 'first' || state === 'goesOn')) await remember(openPgp, ledger, false)
        return { text, ledger, state, ...seen && { until: seen.at } }
    } catch {
        return undefined
    }
}

/** Of two browsers the one that has seen more counts, unless `isAnew`. */
async function remember(openPgp: () => Promise<OpenPgp>, ledger: Ledger, isAnew: boolean): Promise<boolean> {
    const now = seenOf(ledger, new Date())
    const kept = await (await openPgp()).vault.update<LedgerSeen>(LEDGER_BLOB, before => before &&
        before.next > now.next && !isAnew ? before : now)
    return kept.ok
}
