import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { Client } from '../jmap/client'
import { accountWords } from '../text/account'
import type { Book } from '../contacts/book'
import type { OpenPgp } from '../openpgp/openpgp'
import type { Messages } from '../text/en'
import { lockWords } from '../text/lock'
import { sealedWords } from '../text/sealed'
import { trustWords } from '../text/trust'
import { Dialog } from '../ui/dialog'
import { Tabs } from '../ui/tabs'
import { Appearance } from './appearance'
import type { OwnProps } from './asking'
import { Devices } from './devices'
import { ContactsPage } from './contacts-page'
import { EndToEndPage } from './end-to-end'
import { Identities } from './identities'
import { ImportExport } from './import-export'
import { NoticesPage } from './notices-page'
import { LedgerPage } from './ledger-page'
import { ProtectionLevel } from './level'
import { MaskedAddresses } from './masked'
import { ownPages } from '../login/own-pages'
import { Passwords } from './passwords'
import { Rules, type RuleMailbox } from './rules-page'
import { Security } from './security'
import { Senders } from './senders'
import { Vacation } from './vacation'

export type Part = 'endToEnd' | 'contacts' | 'ledger' | keyof Messages['settings']['parts'] | keyof OwnProps['own']['parts']
interface Props { words: Messages, client: Client, openPgp: () => Promise<OpenPgp>, book: () => Promise<Book>, mailboxes: RuleMailbox[], onChange: () => void, onClose: () => void }

/** One page each; those of the account go by the pages' own interface, all others by JMAP. */
const PAGES: Partial<Record<Part, (props: Props & OwnProps & { go: (part: Part) => void }) => JSX.Element>> = {
    identities: props => <Identities {...props} />,
    vacation: props => <Vacation {...props} />,
    rules: props => <Rules {...props} />,
    passwords: props => <Passwords {...props} />,
    devices: props => <Devices {...props} />,
    masked: props => <MaskedAddresses {...props} />,
    senders: props => <Senders {...props} />,
    security: props => <Security {...props} />,
    endToEnd: props => <EndToEndPage {...props} />,
    contacts: props => <ContactsPage {...props} />,
    level: props => <ProtectionLevel {...props} />,
    ledger: props => <LedgerPage {...props} />,
    data: props => <ImportExport {...props} />,
    notices: props => <NoticesPage {...props} />,
    look: props => <Appearance {...props} />,
}
const PARTS = Object.keys(PAGES) as Part[]

/** What is set, of mail and of the account. The parts are tabs: arrows go from one to the next. */
export function SettingsDialog(props: Props & { begin?: Part }) {
    const { words, client, onClose } = props
    const part = useSignal<Part>(props.begin ?? 'identities')
    const own = accountWords(words)
    const pages = ownPages(client)
    const nameOf = (one: Part) => one === 'endToEnd' ? sealedWords(words).settings.part : one === 'contacts' ? lockWords(words).contacts.title : one === 'ledger' ? trustWords(words).ledger.part : one in words.settings.parts ? words.settings.parts[one as keyof Messages['settings']['parts']] : own.parts[one as keyof OwnProps['own']['parts']]
    return <Dialog title={words.settings.title} close={words.keys.close} onClose={onClose} isWide>
        <Tabs id="settings-part" label={words.settings.title} parts={PARTS} part={part.value} nameOf={nameOf} onPart={one => { part.value = one }}>
            {PAGES[part.value]!({ ...props, own, pages, go: one => { part.value = one } })}
        </Tabs>
    </Dialog>
}
