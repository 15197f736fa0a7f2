package sigillo.login;

import sigillo.sealing.Secret;

/**
 * What somebody shows who has lost his password: his recovery code, or what his browser made of it
 * ({@link RecoveryPart}).
 */
public sealed interface Recovering permits RecoveryCode, RecoveryPart {
    /** Of its slot; the caller's to wipe. */
    Secret secret();
}
