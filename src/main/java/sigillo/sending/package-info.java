/**
 * How much each account sends, and when its sending is paused: a stolen password is found by whom it writes to. Begin
 * reading at {@link sigillo.sending.Sending}.
 */
package sigillo.sending;
