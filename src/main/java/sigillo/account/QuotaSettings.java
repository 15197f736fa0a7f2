package sigillo.account;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * {@code octetsMax}: of accounts that have no limit of their own; empty: none. {@code grace}: so long a full account
 * says that mail should come again, before it says that it need not.
 */
public record QuotaSettings(OptionalLong octetsMax, Duration grace) {}
