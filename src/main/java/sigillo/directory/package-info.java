/** Who lives here: domains, accounts, addresses, aliases, credentials. One partition of the store. */
package sigillo.directory;
