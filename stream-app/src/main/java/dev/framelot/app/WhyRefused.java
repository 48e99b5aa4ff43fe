package dev.framelot.app;

import dev.framelot.inference.InferenceException;

/** Why a model can't be used, on one line. */
final class WhyRefused {
    private WhyRefused() {}

    static String by(Throwable refusal) {
        if (refusal instanceof InferenceException inWords) {
            return inWords.sentence();
        }
        String why = refusal instanceof Error || refusal.getMessage() == null ? refusal.toString() : refusal.getMessage();
        return why.replace(System.lineSeparator(), " ").replace('\n', ' ');
    }
}
