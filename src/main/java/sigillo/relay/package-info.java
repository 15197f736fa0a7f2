/**
 * SMTP and LMTP as a client: where a message goes ({@link sigillo.relay.Route}, {@link sigillo.relay.Targets}), how a
 * connection is opened ({@link sigillo.relay.Opening}), how a message is handed over ({@link sigillo.relay.Handover}).
 * Knows no queue but the seam of a carrier, and no time but that of a conversation.
 */
package sigillo.relay;
