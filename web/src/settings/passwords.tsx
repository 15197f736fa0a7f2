import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { inert } from '../text/addresses'
import { longDate } from '../text/dates'
import { Asking, failureText, type OwnProps, PasswordAgain, Secret, textOf } from './asking'
import { useAsked } from '../ui/connection'
import { Loading } from '../ui/missing'
import { first, type MailServer, muttrc, serversFor, thunderbirdCode } from './programs'
import { Qr } from './qr'

const SERVICES = ['imap', 'smtp', 'jmap', 'sieve', 'pop']
const USUAL = ['imap', 'smtp']
interface Grant { number: number, name: string, services: string[], createdAt: string, lastUse?: { at: string, service: string, network?: string } }
type Kind = 'app-passwords' | 'programs'

/** App passwords, and programs that were let in: made, listed with their last use, revoked. */
export function Passwords(props: OwnProps) {
    const { own } = props
    const made = useSignal<Grant & { secret: string } | undefined>(undefined)
    if (made.value) return <Made {...props} made={made.value} onDone={() => { made.value = undefined }} />
    return <>
        <p class="note">{own.passwords.what}</p>
        <Grants {...props} kind="app-passwords" title={own.passwords.list} none={own.passwords.none} />
        <details><summary>{own.passwords.make}</summary><Making {...props} onMade={grant => { made.value = grant }} /></details>
        <Grants {...props} kind="programs" title={own.passwords.programsLetIn} what={own.passwords.programsWhat} />
    </>
}

function Making({ own, pages, onMade }: OwnProps & { onMade: (made: Grant & { secret: string }) => void }) {
    return <Asking own={own} submit={own.passwords.create} work={async form => {
        const made = await pages.postWith<Grant & { secret: string }>('/api/app-passwords', textOf(form, 'password'), { name: textOf(form, 'name').trim(), services: form.getAll('service') })
        if (made.ok) onMade(made.value)
        return made.ok ? '' : failureText(made.error, own)
    }}>
        <label>{own.passwords.name}<input type="text" name="name" required maxLength={100} placeholder={own.passwords.nameHint} autocomplete="off" /></label>
        <fieldset><legend>{own.passwords.services}</legend>{SERVICES.map(one => <label class="check">
            <input type="checkbox" name="service" value={one} defaultChecked={USUAL.includes(one)} /> {own.services[one]}</label>)}</fieldset>
        <PasswordAgain own={own} />
    </Asking>
}

function Grants({ words, own, pages, kind, title, none, what }: OwnProps & { kind: Kind, title: string, none?: string, what?: string }) {
    const all = useSignal<Grant[] | undefined>(undefined)
    const told = useSignal('')
    const load = async () => {
        const got = await pages.get<{ grants: Grant[] }>(`/api/${kind}`)
        if (got.ok) {
            if (all.value === undefined) told.value = ''
            all.value = got.value.grants
        } else told.value = failureText(got.error, own)
    }
    useAsked(load, () => all.value === undefined)
    const revoke = async ({ number, name }: Grant) => {
        const gone = await pages.remove(`/api/${kind}`, { number })
        told.value = gone.ok ? own.passwords.revoked(inert(name)) : failureText(gone.error, own)
        await load()
    }
    const grants = all.value
    if (grants?.length === 0 && none === undefined) return null
    return <section>
        <h3>{title}</h3>
        {what && <p class="note">{what}</p>}
        {grants === undefined && told.value === '' && <Loading words={words} />}
        {grants?.length === 0 && <p>{none}</p>}
        <ul class="lines">{grants?.map(one => <li key={one.number}>
            <div><b>{inert(one.name)}</b> <span class="note">{one.services.map(service => own.services[service] ?? service).join(', ')}</span>
                <small class="note">{one.lastUse ? own.lastUse(longDate(one.lastUse.at, words), '', one.lastUse.network ?? '') : own.never} · {own.made(longDate(one.createdAt, words))}</small></div>
            <button type="button" aria-label={own.passwords.revokeOne(inert(one.name))} onClick={() => void revoke(one)}>{own.passwords.revoke}</button>
        </li>)}</ul>
        <div role="status">{told.value}</div>
    </section>
}

/** Shown once: the password, and how the program is given it. */
function Made({ own, pages, made, onDone }: OwnProps & { made: Grant & { secret: string }, onDone: () => void }) {
    const servers = useSignal<MailServer[]>([])
    useEffect(() => void serversFor(pages.address).then(got => { servers.value = got }), [])
    return <section class="made">
        <h3 tabIndex={-1} ref={one => one?.focus()}>{inert(made.name)}</h3>
        <p class="warning" role="note">{own.passwords.once}</p>
        <dl><dt>{own.passwords.user}</dt><dd><code>{pages.address}</code></dd><dt>{own.passwords.secret}</dt><dd><Secret own={own} text={made.secret} label={own.passwords.secret} /></dd></dl>
        <Instructions own={own} pages={pages} servers={servers.value} secret={made.secret} />
        <div class="buttons"><button type="button" class="main" onClick={onDone}>{own.passwords.done}</button></div>
    </section>
}

type Program = keyof OwnProps['own']['passwords']['programs']

function Instructions({ own, pages, servers, secret }: Pick<OwnProps, 'own' | 'pages'> & { servers: MailServer[], secret: string }) {
    const program = useSignal<Program>('thunderbird')
    const { passwords } = own
    const { address } = pages
    const code = thunderbirdCode(servers, { address, secret })
    const lines = muttrc(servers, address)
    return <>
        <h3>{passwords.how}</h3>
        <label>{passwords.whose} <select value={program.value} onChange={event => { program.value = event.currentTarget.value as Program }}>
            {(Object.keys(passwords.programs) as Program[]).map(one => <option value={one}>{passwords.programs[one]}</option>)}</select></label>
        <ol>{passwords.steps[program.value].map(step => <li>{step}</li>)}</ol>
        {program.value === 'ios' && <p><a href={`/mail/apple.mobileconfig?address=${encodeURIComponent(address)}`} download>{passwords.profile}</a></p>}
        {program.value === 'android' && code && <Qr pages={pages} text={code} label={passwords.qr} />}
        {(program.value === 'ios' || program.value === 'other' || program.value === 'android' && !code) && <Qr pages={pages} text={secret} label={passwords.qrPassword} />}
        {program.value === 'other' && lines && <><p>{passwords.muttrc}</p><pre tabIndex={0}>{lines}</pre></>}
        <dl>
            <Server own={own} name={passwords.incoming} server={first(servers, 'imap') ?? first(servers, 'pop3')} />
            <Server own={own} name={passwords.outgoing} server={first(servers, 'smtp')} />
        </dl>
    </>
}

function Server({ own, name, server }: Pick<OwnProps, 'own'> & { name: string, server: MailServer | undefined }) {
    return server ? <><dt>{name}</dt><dd>{own.passwords.server(server.host, server.port, server.isTls ? own.passwords.tls : own.passwords.starttls)}</dd></> : null
}
