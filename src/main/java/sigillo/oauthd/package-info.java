/** OAuth 2 for programs, behind the listeners of {@code http}: tokens, devices, registration, metadata. */
package sigillo.oauthd;
