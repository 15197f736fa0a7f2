import { useSignal } from '@preact/signals'
import { Asking, PasswordAgain, textOf } from '../settings/asking'
import { inert } from '../text/addresses'
import { useAsked, Waiting, whyText } from './asking'
import { DomainPage } from './domain-page'
import type { PageProps } from './operator-dialog'

interface DomainLine { domain: string, accounts: number, aliases: number }

/** Domains, and of one what DNS shows of it. */
export function Domains(props: PageProps) {
    const chosen = useSignal(props.what)
    return chosen.value === '' ? <DomainList {...props} onOpen={domain => { chosen.value = domain }} />
        : <DomainPage {...props} domain={chosen.value} onBack={() => { chosen.value = '' }} />
}

function DomainList(props: PageProps & { onOpen: (domain: string) => void }) {
    const { op, own, onOpen } = props
    const asked = useAsked<{ domains: DomainLine[] }>(props, '/api/operator/domains')
    const told = useSignal('')
    const add = async (form: FormData) => {
        told.value = ''
        const got = await props.pages.postWith('/api/operator/domains', textOf(form, 'password'), { domain: textOf(form, 'domain').trim() })
        if (got.ok) told.value = op.domains.added
        await asked.again()
        return got.ok ? '' : whyText(got.error, props)
    }
    const all = asked.value.value?.domains
    return <>
        <Waiting {...props} asked={asked} />
        {all?.length === 0 && <p>{op.domains.none}</p>}
        <ul class="lines">{all?.map(one => <li key={one.domain}>
            <div><b>{inert(one.domain)}</b><small class="note">{op.domains.holds(one.accounts, one.aliases)}</small></div>
            <button type="button" aria-label={op.domains.openOne(inert(one.domain))} onClick={() => onOpen(one.domain)}>{op.domains.open}</button>
        </li>)}</ul>
        <h3>{op.domains.add}</h3>
        <Asking own={own} submit={op.domains.add} isQuiet work={add}>
            <label>{op.domains.domain}<input type="text" name="domain" required maxLength={253} autocomplete="off" autocapitalize="none" spellcheck={false} /></label>
            <PasswordAgain own={own} />
        </Asking>
        <div role="status">{told.value}</div>
    </>
}
