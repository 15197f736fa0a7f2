/**
 * The language of POP3: RFC 1939, with the extensions of RFC 2449 (CAPA, response codes, pipelining), RFC 2595 (STLS), RFC
 * 3206 (AUTH-RESP-CODE) and RFC 5034 (AUTH). Octets in, values out, and back; knows no socket and no mailbox.
 *
 * <p>Not here, and why:
 * <ul>
 * <li>APOP (RFC 1939 section 7): the server would have to keep each password as it is, and MD5 protects nobody.
 * <li>LAST and XTND: gone from the standard since RFC 1725.
 * <li>UTF8 and LANG (RFC 6856): a server that announces UTF8 must refuse or convert international mail for clients that do
 *     not ask for it; here 8-bit content goes as it is, to all (decision 0005). Names and passwords may be UTF-8 anyway.
 * </ul>
 */
package sigillo.pop;
