import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { Client } from '../jmap/client'
import { ownPages } from '../login/own-pages'
import { accountWords } from '../text/account'
import type { Messages } from '../text/en'
import { operatorWords } from '../text/operator'
import { Dialog } from '../ui/dialog'
import { Tabs } from '../ui/tabs'
import { Accounts } from './accounts'
import type { OperatorProps, Part } from './asking'
import { Backups } from './backups'
import { Certificates } from './certificates'
import { Domains } from './domains'
import { Filter } from './filter'
import { Queue } from './queue'
import { Refused } from './refused'
import { Status } from './status'
import { Trace } from './trace'
import { Upgrades } from './upgrades'

/** What a page shows at first. */
export type PageProps = OperatorProps & { what: string }

const PAGES: Record<Part, (props: PageProps) => JSX.Element> = {
    status: props => <Status {...props} />,
    accounts: props => <Accounts {...props} />,
    domains: props => <Domains {...props} />,
    queue: props => <Queue {...props} />,
    trace: props => <Trace {...props} />,
    refused: props => <Refused {...props} />,
    filter: props => <Filter {...props} />,
    certificates: props => <Certificates {...props} />,
    backups: props => <Backups {...props} />,
    upgrades: props => <Upgrades {...props} />,
}
const PARTS = Object.keys(PAGES) as Part[]

/** The server, for who looks after it: docs/web.md. Nobody's mail is here. */
export function OperatorDialog({ words, client, onClose }: { words: Messages, client: Client, onClose: () => void }) {
    const at = useSignal<{ part: Part, what: string }>({ part: 'status', what: '' })
    const own = accountWords(words)
    const op = operatorWords(words)
    const { part, what } = at.value
    const go = (to: Part, with_ = '') => { at.value = { part: to, what: with_ } }
    const props: PageProps = { words, own, op, client, pages: ownPages(client, words.language), go, what }
    return <Dialog title={op.title} close={words.keys.close} onClose={onClose} isWide>
        <Tabs id="operator-part" label={op.title} parts={PARTS} part={part} nameOf={one => op.parts[one]} onPart={one => go(one)}>
            <h3 class="part">{op.parts[part]}</h3>
            {PAGES[part](props)}
        </Tabs>
    </Dialog>
}
