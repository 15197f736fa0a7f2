package sigillo.keyring;

import sigillo.sealing.Secret;

/**
 * What the server holds and the store does not. {@code opens} is the secret of the server's own slots: with it and the
 * store, what is kept at level L0 can be read. {@code host} marks the keys that are used for delivery: without it
 * nobody can put one of his own in their place.
 */
public record ServerSecrets(Secret opens, Secret host) {}
