/* The state: bytes, hash and comparison cover every field; what breaks an invariant is not read. */
#include "scene.h"

#include "rules/state_fields.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

/* A struct of which each byte is marked that a field of the list covers. */
struct cover {
    uint8_t byte[sizeof(struct state)];
    uint8_t align[sizeof(struct state) + 1]; /* of what begins here */
    size_t size;
};

static void cover_field(struct cover *cover, size_t offset, size_t size, size_t align) {
    cover->align[offset] = (uint8_t)align;
    for (size_t i = 0; i < size; i++) {
        assert_true(offset + i < cover->size);
        assert_int_equal(cover->byte[offset + i], 0); /* no field is listed twice */
        cover->byte[offset + i] = 1;
    }
}

/* What no field covers may only be padding: fewer bytes than the alignment of the field that follows, or of the
 * struct at its end. */
static void assert_only_padding_is_left(struct cover *cover, size_t align, const char *name) {
    cover->align[cover->size] = (uint8_t)align;
    for (size_t i = 0; i < cover->size; i++) {
        size_t gap = 0;
        while (i + gap < cover->size && !cover->byte[i + gap])
            gap++;
        if (gap > 0 && gap >= cover->align[i + gap])
            fail_msg("struct %s: bytes %zu to %zu belong to no field of the list", name, i, i + gap - 1);
        i += gap;
    }
}

#define COVER_ONE(field)                                                                                     \
    cover_field(&cover, offsetof(COVERED, field), sizeof(((COVERED *)0)->field),                             \
                _Alignof(__typeof__(((COVERED *)0)->field)));
#define COVER_EACH(field, kind, count) COVER_ONE(field)

static void the_lists_cover_the_structs(void **unused) {
    (void)unused;
    static struct cover cover;
#define KIND(kind, FIELDS)                                                                                   \
    {                                                                                                        \
        typedef struct kind COVERED;                                                                         \
        memset(&cover, 0, sizeof cover);                                                                     \
        cover.size = sizeof(COVERED);                                                                        \
        FIELDS(COVER_ONE, COVER_ONE)                                                                         \
        assert_only_padding_is_left(&cover, _Alignof(COVERED), #kind);                                       \
    }
    STATE_KINDS(KIND)
#undef KIND
    typedef struct state COVERED;
    memset(&cover, 0, sizeof cover);
    cover.size = sizeof(COVERED);
    COVER_ONE(key)
    STATE_FIELDS(COVER_ONE, COVER_ONE, COVER_EACH, COVER_EACH)
    assert_only_padding_is_left(&cover, _Alignof(COVERED), "state");
}

static struct scene *scene_with_units(void) {
    struct scene *scene = scene_open();
    scene_unit(scene, "police-patrol", POLICE, 2, 2);
    scene_unit(scene, "irregular-cell", IRREGULARS, 4, 2);
    scene_unit(scene, "kfor-engineers", KFOR, 8, 8);
    scene_road(scene, 5, 5, DIR_E, ROAD_MAIN);
    scene_barricade(scene, 5, 5, DIR_E, 2, 0);
    scene_crowd(scene, 6, 5, 3, 3);
    scene_cache(scene, IRREGULARS, 4, 4);
    scene_begin(scene);
    return scene;
}

static void what_is_written_reads_back_equal(void **unused) {
    (void)unused;
    struct scene *scene = scene_with_units();
    static uint8_t bytes[STATE_BYTES_MAX];
    static struct state read;
    char why[200] = "";
    size_t size = state_write(&scene->state, bytes);
    assert_true(state_read(&scene->scenario, bytes, size, &read));
    assert_true(state_equal(&scene->state, &read, why, sizeof why));
    assert_memory_equal(&scene->state, &read, sizeof read);
    assert_int_equal(state_hash(&scene->state), state_hash(&read));
    scene_close(scene);
}

/* Each byte of the serialised form after the key, changed alone, is another hash and another state. */
static void every_field_counts_in_the_hash(void **unused) {
    (void)unused;
    struct scene *scene = scene_with_units();
    static struct state changed;
    uint64_t hash = state_hash(&scene->state);
    char why[200];
#define CHANGE_ONE(field)                                                                                    \
    changed = scene->state;                                                                                  \
    changed.field ^= 1;                                                                                      \
    assert_int_not_equal(state_hash(&changed), hash);                                                        \
    assert_false(state_equal(&scene->state, &changed, why, sizeof why));                                     \
    assert_non_null(strstr(why, strrchr("." #field, '.') + 1));
#define IN_UNIT(field) CHANGE_ONE(unit[1].field)
#define IN_UNIT_ARRAY(field) CHANGE_ONE(unit[1].field[1])
#define IN_CONTACT(field) CHANGE_ONE(contact[2][1].field)
#define IN_MARK(field) CHANGE_ONE(mark[2][3].field)
#define IN_CROWD(field) CHANGE_ONE(crowd[1].field)
#define IN_BARRICADE(field) CHANGE_ONE(barricade[1].field)
#define IN_CACHE(field) CHANGE_ONE(cache[1].field)
#define IN_EQUIPMENT(field) CHANGE_ONE(equipment[1].field)
#define IN_STATE_ARRAY(field) CHANGE_ONE(field[1])
#define SKIP(field, kind, count)
    UNIT_FIELDS(IN_UNIT, IN_UNIT_ARRAY)
    CONTACT_FIELDS(IN_CONTACT, IN_CONTACT)
    MARK_FIELDS(IN_MARK, IN_MARK)
    CROWD_FIELDS(IN_CROWD, IN_CROWD)
    BARRICADE_FIELDS(IN_BARRICADE, IN_BARRICADE)
    CACHE_FIELDS(IN_CACHE, IN_CACHE)
    EQUIPMENT_FIELDS(IN_EQUIPMENT, IN_EQUIPMENT)
    STATE_FIELDS(CHANGE_ONE, IN_STATE_ARRAY, SKIP, SKIP)
    scene_close(scene);
}

static void the_key_is_kept_but_not_hashed(void **unused) {
    (void)unused;
    struct scene *scene = scene_with_units();
    static uint8_t bytes[STATE_BYTES_MAX];
    static struct state other;
    char why[200];
    other = scene->state;
    other.key.bytes[3] ^= 1;
    assert_int_equal(state_hash(&other), state_hash(&scene->state));
    assert_false(state_equal(&other, &scene->state, why, sizeof why));
    size_t size = state_write(&other, bytes);
    assert_true(state_read(&scene->scenario, bytes, size, &scene->state));
    assert_memory_equal(&scene->state.key, &other.key, sizeof other.key);
    scene_close(scene);
}

/* Short, long, of another version, or any byte turned: refused or a state that holds, never a crash. */
static void broken_bytes_are_refused_or_hold(void **unused) {
    (void)unused;
    struct scene *scene = scene_with_units();
    static uint8_t bytes[STATE_BYTES_MAX];
    static struct state out, untouched;
    char why[200];
    memset(&untouched, 0x5a, sizeof untouched);
    size_t size = state_write(&scene->state, bytes);
    for (size_t cut = 0; cut < size; cut += 7) {
        out = untouched;
        assert_false(state_read(&scene->scenario, bytes, cut, &out));
        assert_memory_equal(&out, &untouched, sizeof out);
    }
    assert_false(state_read(&scene->scenario, bytes, size + 1, &out));
    for (size_t i = 0; i < size; i++) {
        bytes[i] ^= 0xff;
        if (state_read(&scene->scenario, bytes, size, &out))
            assert_true(i >= 2 && state_check(&scene->scenario, &out, why, sizeof why));
        bytes[i] ^= 0xff;
    }
    scene_close(scene);
}

static void assert_broken(struct scene *scene, const char *part) {
    char why[200] = "";
    assert_false(state_check(&scene->scenario, &scene->state, why, sizeof why));
    if (!strstr(why, part))
        fail_msg("\"%s\" does not speak of \"%s\"", why, part);
    scene_close(scene);
}

static void steps_never_exceed_those_of_the_type(void **unused) {
    (void)unused;
    struct scene *scene = scene_with_units();
    scene_at(scene, 0)->steps = 2;
    scene_at(scene, 0)->wounded = 1;
    assert_broken(scene, "Unit 0 has 2 steps and 1 wounded of 2");
}

static void a_carried_unit_is_with_its_carrier(void **unused) {
    (void)unused;
    struct scene *scene = scene_with_units();
    scene_at(scene, 1)->status = UNIT_CARRIED;
    scene_at(scene, 1)->carrier = 2;
    assert_broken(scene, "Unit 1 is not with its carrier 2");
}

static void handles_of_a_side_are_unique(void **unused) {
    (void)unused;
    struct scene *scene = scene_with_units();
    scene->state.next_handle[POLICE] = 9;
    for (int unit = 1; unit <= 2; unit++)
        scene->state.contact[POLICE][unit] = (struct contact){.level = CONTACT_SUSPECTED, .handle = 4};
    assert_broken(scene, "handle 4 for units 1 and 2");
}

static void no_side_has_contacts_on_its_own_units(void **unused) {
    (void)unused;
    struct scene *scene = scene_with_units();
    scene->state.next_handle[POLICE] = 9;
    scene->state.contact[POLICE][0] = (struct contact){.level = CONTACT_SUSPECTED, .handle = 4};
    assert_broken(scene, "its own unit 0");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_lists_cover_the_structs),
        cmocka_unit_test(what_is_written_reads_back_equal),
        cmocka_unit_test(every_field_counts_in_the_hash),
        cmocka_unit_test(the_key_is_kept_but_not_hashed),
        cmocka_unit_test(broken_bytes_are_refused_or_hold),
        cmocka_unit_test(steps_never_exceed_those_of_the_type),
        cmocka_unit_test(a_carried_unit_is_with_its_carrier),
        cmocka_unit_test(handles_of_a_side_are_unique),
        cmocka_unit_test(no_side_has_contacts_on_its_own_units),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
