/**
 * SMTP and LMTP as a client: where a message goes ({@link sigillo.relay.Route}, {@link sigillo.relay.Targets}), which
 * security it must have ({@link sigillo.relay.Demands}, {@link sigillo.relay.Security}), how a
 * connection is opened ({@link sigillo.relay.Opening}), how a message is handed over ({@link sigillo.relay.Handover}).
 * Knows no queue but the seam of a carrier, and no time but that of a conversation.
 */
package sigillo.relay;
