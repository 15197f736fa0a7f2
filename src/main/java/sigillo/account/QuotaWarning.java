package sigillo.account;

/** An account has come to hold {@code percent} of what it may hold, or more; told once, until it holds much less. */
public record QuotaWarning(AccountId account, int percent, long octets, long octetsMax) {}
