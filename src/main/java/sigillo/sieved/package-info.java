/**
 * The ManageSieve door: RFC 5804. {@link sigillo.sieved.SieveConnection} alone touches the wire; {@link
 * sigillo.sieved.SieveSession} keeps the state.
 *
 * <p>What always holds here:
 * <ul>
 * <li>Nothing of the account is opened: scripts are under the server's key (decision 0030), so a program that changes
 *     rules can read no mail by that.
 * <li>Only what compiles is kept, and what is kept is durable before it is answered.
 * <li>Whoever has lost his way in changes nothing more: it is looked at before each command.
 * </ul>
 */
package sigillo.sieved;
