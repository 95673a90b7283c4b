package io.quarkiverse.isolatedschema.runtime.recording;

import java.util.ArrayList;
import java.util.List;

/** What one connection has done since its last commit. */
final class OpenTransaction {

    private final List<Step> steps = new ArrayList<>();

    private final List<Savepoint> savepoints = new ArrayList<>();

    private record Savepoint(String name, int size) {
    }

    void add(Step step) {
        steps.add(step);
    }

    void savepoint(String name) {
        savepoints.add(new Savepoint(name, steps.size()));
    }

    /** The savepoint itself stays. Those after it do not, but the server lets nobody name them again. */
    void rollbackTo(String name) {
        int index = latest(name);
        if (index >= 0) {
            steps.subList(savepoints.get(index).size(), steps.size()).clear();
        }
    }

    void release(String name) {
        int index = latest(name);
        if (index >= 0) {
            savepoints.subList(index, savepoints.size()).clear();
        }
    }

    private int latest(String name) {
        int index = savepoints.size() - 1;
        while (index >= 0 && !savepoints.get(index).name().equals(name)) {
            index--;
        }
        return index;
    }

    void rollback() {
        steps.clear();
        savepoints.clear();
    }

    /** Hands out all steps and starts anew. */
    List<Step> commit() {
        List<Step> all = List.copyOf(steps);
        rollback();
        return all;
    }
}
