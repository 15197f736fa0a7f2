import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { Secret, textOf } from '../settings/asking'
import { inert } from '../text/addresses'
import { Danger, useAsked, Waiting, whyText } from './asking'
import type { PageProps } from './operator-dialog'

interface DnsRecord { purpose: string, state: string, name: string, type: string, next: string, record: string }
interface DkimKey { selector: string, algorithm: string, state: string, dns: string, name: string, value: string }
interface DomainDetail { records?: DnsRecord[], why?: string, keys: DkimKey[] }
type DetailProps = PageProps & { domain: string, onBack: () => void, detail: DomainDetail, again: () => Promise<void> }

/** What DNS shows of a domain and what it should, to be copied; its keys; what is done with it. */
export function DomainPage(props: PageProps & { domain: string, onBack: () => void }) {
    const { op, domain, onBack } = props
    const asked = useAsked<DomainDetail>(props, `/api/operator/domain?${new URLSearchParams({ domain })}`)
    const back = useRef<HTMLButtonElement>(null)
    useEffect(() => back.current?.focus(), [])
    const detail = asked.value.value
    return <>
        <button type="button" class="plain" ref={back} onClick={onBack}>{op.back}</button>
        <h4>{inert(domain)}</h4>
        {detail === undefined && asked.wrong.value === '' && <p role="status">{op.domains.asking}</p>}
        {asked.wrong.value !== '' && <Waiting {...props} asked={asked} />}
        {detail && <>
            <h3>{op.domains.dns}</h3>
            {detail.records ? <Records {...props} records={detail.records} /> : <p class="note">{op.domains.notAsked(inert(detail.why ?? ''))}</p>}
            <Keys {...props} detail={detail} again={asked.again} />
            <Deeds {...props} detail={detail} again={asked.again} />
        </>}
    </>
}

function Records({ op, own, records }: PageProps & { records: DnsRecord[] }) {
    const wrong = records.filter(one => one.state !== 'right')
    return <>
        <p role="status">{wrong.length === 0 ? op.domains.well : op.domains.wrong(wrong.length)}</p>
        <ul class="lines">{wrong.map(one => <li key={`${one.name} ${one.type} ${one.purpose} ${one.record}`}>
            <div class="whole"><b>{inert(one.name)}</b> {inert(one.type)} <span class={`badge is-${one.state}`}>{op.domains.states[one.state] ?? inert(one.state)}</span>
                <Secret own={own} text={inert(one.record)} label={`${inert(one.type)} ${inert(one.name)}`} />
                {one.next && <small class="note">{op.domains.said(inert(one.next))}</small>}</div>
        </li>)}</ul>
        <details><summary>{op.domains.all}</summary><pre tabIndex={0}>{records.map(one => inert(one.record)).join('\n')}</pre></details>
    </>
}

function Keys(props: DetailProps) {
    const { op, own, domain, detail, again } = props
    const told = useSignal('')
    const make: Parameters<typeof Danger>[0]['work'] = async ask => {
        const got = await ask('/api/operator/domain/new-keys', { domain })
        if (!got.ok) return whyText(got.error, props)
        told.value = op.done
        await again()
        return ''
    }
    return <>
        <h3>{op.domains.keys}</h3>
        {detail.keys.length === 0 && <p>{op.domains.noKeys}</p>}
        <ul class="lines">{detail.keys.map(one => <li key={one.selector}>
            <div><b>{inert(one.selector)}</b> <span class="note">{inert(one.algorithm)}, {op.domains.stages[one.state] ?? inert(one.state)}; {op.domains.shown[one.dns] ?? inert(one.dns)}</span>
                <Secret own={own} text={inert(`${one.name} TXT ${one.value}`)} label={`TXT ${inert(one.name)}`} /></div>
        </li>)}</ul>
        {detail.keys.length > 0 && <Danger {...props} name={op.domains.newKeys} note={op.domains.newKeysNote} work={make} />}
        <div role="status">{told.value}</div>
    </>
}

function Deeds(props: DetailProps) {
    const { op, domain, onBack, again } = props
    const told = useSignal('')
    const publish: Parameters<typeof Danger>[0]['work'] = async (ask, form) => {
        const got = await ask<{ done: string }>('/api/operator/domain/publish', { domain, takesMail: form.has('takesMail') })
        if (!got.ok) return whyText(got.error, props)
        told.value = op.domains.said(inert(got.value.done))
        await again()
        return ''
    }
    const remove: Parameters<typeof Danger>[0]['work'] = async (ask, form) => {
        const got = await ask('/api/operator/domain/remove', { domain, typed: textOf(form, 'typed') })
        if (got.ok) onBack()
        return got.ok ? '' : whyText(got.error, props)
    }
    return <>
        <div role="status">{told.value}</div>
        <Danger {...props} name={op.domains.publish} note={op.domains.publishNote} work={publish}>
            <label class="check"><input type="checkbox" name="takesMail" /> {op.domains.takesMail}</label>
        </Danger>
        <Danger {...props} name={op.domains.remove} note={op.domains.removeNote} work={remove}>
            <label>{op.domains.typeIt(inert(domain))}<input type="text" name="typed" required maxLength={253} autocomplete="off" autocapitalize="none" spellcheck={false} /></label>
        </Danger>
    </>
}
