/** Who may come in: how credentials are made, kept and checked, and how guessing is slowed. */
package sigillo.login;
