package sigillo.learning;

/** {@code isOn}: learns what each owner says of his mail. {@code isShared}: and a little of it for all accounts. */
public record LearningSettings(boolean isOn, boolean isShared) {
    public static final LearningSettings DEFAULT = new LearningSettings(true, true);
}
