/**
 * What mail programs are told, so that an address and a password are all that a person types: {@link sigillo.autoconfig.Offered}
 * is how one door is reached, and each kind of program has a writing of it. Nothing here knows whether an address is
 * anybody's: all addresses of a domain get the same answer.
 */
package sigillo.autoconfig;
