package sigillo.identities;

import java.time.Duration;

/** How much is kept of an account, with the reasons. */
public final class IdentityLimits {
    private IdentityLimits() {}

    /** Identities that its owner has made or changed, gone ones too. */
    public static final int STORED_MAX = 200;
    /** Of a name. In characters. */
    public static final int NAME_CHARACTERS_MAX = 255;
    /** Of a signature: some have a small picture inside. In characters. */
    public static final int SIGNATURE_CHARACTERS_MAX = 64 << 10;
    /** Of all signatures of an account: what an owner keeps here counts in no quota. In characters. */
    public static final int SIGNATURES_CHARACTERS_MAX = 512 << 10;
    public static final int ADDRESSES_MAX = 20;
    /** How long what is sent can be taken back, unless its owner has said otherwise. */
    public static final Duration UNDO = Duration.ofSeconds(10);
    /** Longer than anybody waits; who wants more sends later. */
    public static final Duration UNDO_MAX = Duration.ofMinutes(10);
}
