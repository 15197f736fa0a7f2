import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { inert } from '../text/addresses'
import { sizeText } from '../text/sizes'
import type { OwnProps } from './asking'
import type { RuleMailbox } from './rules-page'

/** In octets: docs/web.md. */
const OCTETS_MAX = 50 * 2 ** 30
/** So that the session does not end meanwhile for want of use. */
const ALIVE_EVERY_MS = 4 * 60_000
const ALIVE_TIMES_MAX = 60

/**
 * `inside`: files in the file that could not be read, or at which it broke; `damaged`: those that were read as far as
 * they could be; as in a URL.
 */
interface Brought { kept: number, there: number, leftOut: number, inside?: string[], damaged?: string[], error?: string }

/** All mail as one file, and files put into mailboxes: they go through the server, and lie nowhere on their way. */
export function ImportExport({ words, own, client, pages, mailboxes }: OwnProps & { mailboxes: RuleMailbox[] }) {
    const told = useSignal<string[]>([])
    const way = useSignal<{ name: string, done: number } | undefined>(undefined)
    const into = useSignal('')
    const keepAlive = () => {
        let times = 0
        const timer = setInterval(() => {
            if (++times > ALIVE_TIMES_MAX) clearInterval(timer)
            else void pages.get('/api/session')
        }, ALIVE_EVERY_MS)
        return () => clearInterval(timer)
    }
    useEffect(() => keepAlive(), [])
    const bring = async (files: File[]) => {
        told.value = []
        for (const file of files) {
            const name = inert(file.name)
            if (file.size > OCTETS_MAX) {
                told.value = [...told.value, own.data.tooLarge(name, sizeText(OCTETS_MAX, words))]
                continue
            }
            way.value = { name, done: 0 }
            const brought = await send(file, into.value, client.http.signedIn(), done => { way.value = { name, done } })
            told.value = [...told.value, ...toldOf(name, brought, own)]
        }
        way.value = undefined
    }
    const percent = new Intl.NumberFormat(words.locale, { style: 'percent' })
    return <>
        <section><h3>{own.data.export}</h3><p class="note">{own.data.exportWhat}</p><p><a href="/webmail/export" download="mail.zip">{own.data.exportNow}</a></p></section>
        <section><h3>{own.data.import}</h3><p class="note">{own.data.importWhat}</p>
            <div class="form">
                <label>{own.data.into}<select onChange={event => { into.value = event.currentTarget.value }}><option value="">{own.data.asInside}</option>
                    {mailboxes.map(one => <option value={one.path}>{one.name}</option>)}</select></label>
                <label>{own.data.choose}<input type="file" multiple accept=".mbox,.mbx,.eml,.zip,application/mbox,message/rfc822,application/zip" disabled={way.value !== undefined}
                    onChange={event => { const files = [...event.currentTarget.files ?? []]; event.currentTarget.value = ''; void bring(files) }} /></label>
            </div>
            {way.value && <p><progress max={1} value={way.value.done} aria-label={way.value.name} /> {way.value.done < 1 ? own.data.coming(way.value.name, percent.format(way.value.done)) : own.data.working(way.value.name)}</p>}
            <div role="status"><ul>{told.value.map(one => <li>{one}</li>)}</ul></div>
        </section>
    </>
}

function toldOf(name: string, brought: Brought | 'lost' | 'failed', own: OwnProps['own']): string[] {
    if (brought === 'lost') return [own.data.broke(name)]
    if (brought === 'failed') return [own.data.failed(name)]
    const { kept, there, leftOut, error } = brought
    const inside = (brought.inside ?? []).map(one => inert(decodeURIComponent(one)))
    const counts = [own.data.done(name, kept, there), ...leftOut > 0 ? [own.data.left(leftOut)] : []]
    const some = kept + there + leftOut > 0 ? counts : []
    const spoilt = (brought.damaged ?? []).map(one => own.data.spoilt(name, inert(decodeURIComponent(one))))
    if (error === 'damaged') return [own.data.damaged(name, inside[0] ?? ''), ...spoilt, ...counts]
    const unread = [...inside.map(one => own.data.unread(name, one)), ...spoilt]
    if (error === 'full') return [...counts, ...unread, own.data.full]
    if (error || some.length === 0) return [own.data.notMail(name), ...unread, ...some]
    return [...counts, ...unread]
}

/** By XMLHttpRequest, as `fetch` tells nothing of how far it is. `progress`: from 0 to 1. */
function send(file: File, into: string, signedIn: Record<string, string>, progress: (done: number) => void): Promise<Brought | 'lost' | 'failed'> {
    return new Promise(resolve => {
        const request = new XMLHttpRequest()
        request.open('POST', `/webmail/import?name=${encodeURIComponent(file.name)}&into=${encodeURIComponent(into)}`)
        for (const [name, value] of Object.entries(signedIn)) request.setRequestHeader(name, value)
        request.setRequestHeader('Content-Type', 'application/octet-stream')
        request.upload.onprogress = event => { if (event.lengthComputable) progress(event.loaded / event.total) }
        request.onload = () => {
            try {
                const brought = JSON.parse(request.responseText) as Partial<Brought>
                resolve(typeof brought.kept === 'number' ? brought as Brought : 'failed')
            } catch {
                resolve('failed')
            }
        }
        request.onerror = () => resolve('lost')
        request.send(file)
    })
}
