/** What happened to an account, for its owner: {@link sigillo.ledger.OwnersLedger}. */
package sigillo.ledger;
