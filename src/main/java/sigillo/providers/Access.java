package sigillo.providers;

/**
 * What says to a provider who we are. {@code id}: of the pair or the application; {@code token}: the secret; {@code consumer}: the third,
 * where there are three; {@code region}: empty for the first. Those that are not needed are empty.
 */
public record Access(ProviderKind kind, String id, String token, String consumer, String region) {
    /** Of each of the three: longer ones no provider gives. */
    public static final int CHARACTERS_MAX = 512;

    /** Whether it can be said in a request: visible characters of ASCII, as many parts as the provider wants. */
    public boolean isWhole() {
        return isPart(token) && (kind.shape() == ProviderKind.Shape.TOKEN || isPart(id)) && (kind.shape() != ProviderKind.Shape.THREE || isPart(consumer))
            && (region.isEmpty() || kind.regions().contains(region));
    }

    private static boolean isPart(String text) { return text.length() <= CHARACTERS_MAX && text.matches("[!-~]+"); }

    @Override public String toString() { return "Access[" + kind.text() + "]"; }
}
