import type { Signal } from '@preact/signals'
import type { Client } from '../jmap/client'
import type { Progress } from './pass'
import type { wrapAll } from './wrap-all'

/** A pass over the mail of an account, which goes on when the settings are closed. `running`: stops it. */
export interface Running {
    work: typeof wrapAll
    progress: Signal<Progress | undefined>
    running: Signal<AbortController | undefined>
    said: Signal<string>
}

/** One at a time for an account: on the way to L2 and back at once they would never end. */
const RUNNING = new WeakMap<Client, Running>()

export function runningOf(client: Client): Running | undefined { return RUNNING.get(client) }

/** The one of before ends. */
export function begin(client: Client, one: Running): AbortController {
    stop(client)
    RUNNING.set(client, one)
    return one.running.value = new AbortController()
}

/** The level is another one: what was decrypted from now on would lie at the server in clear. */
export function stop(client: Client): void { RUNNING.get(client)?.running.peek()?.abort() }
