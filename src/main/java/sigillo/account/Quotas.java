package sigillo.account;

import java.util.OptionalLong;

/**
 * How much an account may hold: octets of messages as they were sent, each once, in however many mailboxes it is. What
 * was expunged and can be had back does not count, nor does what sealing adds. RFC 9208 section 5.1 calls it STORAGE.
 */
public interface Quotas {
    /** Nobody has a limit. */
    Quotas NONE = _ -> OptionalLong.empty();

    /** Now; empty: as much as there is room. Asked before each message that comes; may read the store. Any thread. */
    OptionalLong octetsMax(AccountId account);
}
