import { useSignal } from '@preact/signals'
import { Secret } from '../settings/asking'
import { inert } from '../text/addresses'
import { longDate } from '../text/dates'
import { Danger, order, useAsked, Waiting, whyText } from './asking'
import type { PageProps } from './operator-dialog'

interface Served { names: string[], issuer: string, until: string, renewed?: string, from: string }
interface CertificatesOf { served: Served[], orders: boolean, otherwise?: string, nextOrder?: string, failed?: string, missing: { about: string, sentence: string }[],
    tlsa?: string, nextTlsa?: string, nextKeyAt?: string }
const PATH = '/api/operator/certificates'

/** What is served for which names, until when, and what follows. */
export function Certificates(props: PageProps) {
    const { op, words } = props
    const asked = useAsked<CertificatesOf>(props, PATH)
    const told = useSignal('')
    const now = asked.value.value
    const renew = async () => {
        told.value = await order<{ done: string }>(props, `${PATH}/renew`, {}, ({ done }) => inert(done))
        await asked.again()
    }
    const newKey: Parameters<typeof Danger>[0]['work'] = async ask => {
        const got = await ask<{ done: string }>(`${PATH}/new-key`, {})
        if (!got.ok) return whyText(got.error, props)
        told.value = inert(got.value.done)
        await asked.again()
        return ''
    }
    if (now === undefined) return <Waiting {...props} asked={asked} />
    return <>
        <p>{now.orders ? op.certificates.orders : op.certificates.otherwise(inert(now.otherwise ?? ''))} {now.nextOrder && op.certificates.next(longDate(now.nextOrder, words))}</p>
        {now.failed && <p class="warning">{op.certificates.failed(inert(now.failed))}</p>}
        {now.served.length === 0 && <p>{op.certificates.none}</p>}
        <ul class="lines">{now.served.map((one, i) => <li key={i}><div><b>{one.names.map(inert).join(', ')}</b>
            <small>{op.certificates.until(longDate(one.until, words))}{one.renewed && `, ${op.certificates.renewed(longDate(one.renewed, words))}`}</small>
            <small class="note">{op.certificates.by(inert(one.issuer))}; {inert(one.from)}</small></div></li>)}</ul>
        <p class="note">{op.certificates.listeners}</p>
        {now.missing.length > 0 && <><h3>{op.certificates.missing}</h3>
            <ul class="lines">{now.missing.map(one => <li key={one.about}><div><b>{inert(one.about)}</b><small>{inert(one.sentence)}</small></div></li>)}</ul></>}
        <Tlsa {...props} now={now} />
        <div role="status">{told.value}</div>
        {now.orders && <><button type="button" onClick={() => void renew()}>{op.certificates.renew}</button>
            <Danger {...props} name={op.certificates.newKey} note={op.certificates.newKeyNote} work={newKey} /></>}
        <p class="note">{op.certificates.bring}</p>
    </>
}

function Tlsa({ op, own, words, now }: PageProps & { now: CertificatesOf }) {
    return <>
        {now.tlsa && <><h3>{op.certificates.tlsa}</h3><Secret own={own} text={now.tlsa} label={op.certificates.tlsa} /></>}
        {now.nextTlsa && <><h3>{op.certificates.nextTlsa(now.nextKeyAt ? longDate(now.nextKeyAt, words) : '')}</h3><Secret own={own} text={now.nextTlsa} label="TLSA" /></>}
    </>
}
