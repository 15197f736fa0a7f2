package sigillo.protectedmail;

import sigillo.base.Octets;

/** What becomes of who shows that he knows a password. */
sealed interface Opening {
    /** {@code octets}: as the sender's browser has encrypted them. */
    record Open(ProtectedMessage message, Octets octets) implements Opening {}

    record Wrong(int triesLeft) implements Opening {}

    /** There is none, or none any more: nobody is told which. */
    record Gone() implements Opening {}
}
