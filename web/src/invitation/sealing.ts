import { inWorker } from '../login/stretching'
import { OpenPgp } from '../openpgp/openpgp'
import type { Made } from './guest'

/**
 * End-to-end encryption of an account that was just made: client root, recovery code and keys are of this browser, and
 * no server sees them. Undefined where the browser or the server cannot: then it is turned on later, in the settings.
 */
export async function beginSealing({ address, own, session }: Made): Promise<{ openPgp: OpenPgp, code: string } | undefined> {
    if (!session) return undefined
    const openPgp = new OpenPgp({
        address,
        account: own.account,
        ask: (path, init) => fetch(path, { ...init, headers: { ...init.headers as Record<string, string>, 'Sigillo-Token': session.token },
            credentials: 'same-origin', redirect: 'error', cache: 'no-store' }),
        stretch: async (password, cost) => (await inWorker(password, { version: 1, account: own.account, ...cost }))?.kept,
    })
    const begun = await openPgp.begin(own.authenticating, own.secret).catch(() => undefined)
    return begun?.ok ? { openPgp, code: begun.value.text } : undefined
}

/**
 * After the code was typed back, however long its owner took to write it down. A key that could not be made now is made
 * later, in the settings.
 */
export async function finishSealing(openPgp: OpenPgp, { own: { authenticating } }: Made): Promise<void> {
    await openPgp.makeKeys('').then(made => made.ok ? openPgp.publish({ authenticating }) : made).catch(() => undefined)
    openPgp.worker.end()
}
