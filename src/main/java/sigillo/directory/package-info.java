/** Who lives here: domains, accounts, addresses, aliases. One partition of the store. */
package sigillo.directory;
