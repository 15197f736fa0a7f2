/**
 * What other servers make of us: how mail fares at each large receiver and destination, which of them refuse this server's
 * address and are reached another way, and how much each gets from an address that is new to it. Begin reading at {@link
 * sigillo.receivers.Receivers}; {@link sigillo.receivers.Watched} sits between the queue and the relay.
 */
package sigillo.receivers;
