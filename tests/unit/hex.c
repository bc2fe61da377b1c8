/* Hexes: odd-r offset, directions counter-clockwise from the east, straight lines. */
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static void odd_rows_stand_half_a_hex_further_east(void **unused) {
    (void)unused;
    static const int even[DIR_COUNT][2] = {{5, 4}, {4, 3}, {3, 3}, {3, 4}, {3, 5}, {4, 5}};
    static const int odd[DIR_COUNT][2] = {{5, 5}, {5, 4}, {4, 4}, {3, 5}, {4, 6}, {5, 6}};
    for (int dir = 0; dir < DIR_COUNT; dir++) {
        int col, row;
        hex_step(4, 4, dir, &col, &row);
        assert_int_equal(col, even[dir][0]);
        assert_int_equal(row, even[dir][1]);
        hex_step(4, 5, dir, &col, &row);
        assert_int_equal(col, odd[dir][0]);
        assert_int_equal(row, odd[dir][1]);
    }
}

static void a_step_back_returns(void **unused) {
    (void)unused;
    for (int row = -3; row <= 3; row++)
        for (int dir = 0; dir < DIR_COUNT; dir++) {
            int col, there, back, back_row;
            hex_step(-2, row, dir, &col, &there);
            assert_int_equal(hex_distance_at(-2, row, col, there), 1);
            hex_step(col, there, dir_opposite(dir), &back, &back_row);
            assert_int_equal(back, -2);
            assert_int_equal(back_row, row);
        }
}

static void cube_coordinates_return_to_column_and_row(void **unused) {
    (void)unused;
    for (int row = -5; row <= 5; row++)
        for (int col = -5; col <= 5; col++) {
            int col_back, row_back;
            struct hex_cube cube = hex_cube_from(col, row);
            assert_int_equal(cube.q + cube.r + cube.s, 0);
            hex_cube_to(cube, &col_back, &row_back);
            assert_int_equal(col_back, col);
            assert_int_equal(row_back, row);
        }
}

/* Distance as the least number of steps, counted by hand. */
static void distance_is_the_least_number_of_steps(void **unused) {
    (void)unused;
    assert_int_equal(hex_distance_at(2, 2, 2, 2), 0);
    assert_int_equal(hex_distance_at(0, 0, 5, 0), 5);
    assert_int_equal(hex_distance_at(0, 0, 0, 4), 4);
    assert_int_equal(hex_distance_at(0, 0, 2, 4), 4);
    assert_int_equal(hex_distance_at(0, 0, 3, 4), 5);
    assert_int_equal(hex_distance_at(0, 1, 3, 0), 3);
    assert_int_equal(hex_distance_at(1, 0, 0, 1), 1);
    assert_int_equal(hex_distance_at(0, 0, 1, 1), 2);
}

static void a_line_along_a_row_crosses_the_row(void **unused) {
    (void)unused;
    for (int step = 1; step < 5; step++) {
        int col[2], row[2];
        assert_int_equal(hex_line_at(1, 3, 6, 3, step, col, row), 1);
        assert_int_equal(col[0], 1 + step);
        assert_int_equal(row[0], 3);
    }
}

/* Straight north two rows: the line runs along the hexside between the two hexes of the row between. */
static void a_line_along_a_hexside_yields_both_hexes(void **unused) {
    (void)unused;
    int col[2], row[2];
    assert_int_equal(hex_line_at(4, 4, 4, 2, 1, col, row), 2);
    assert_int_equal(row[0], 3);
    assert_int_equal(row[1], 3);
    assert_int_equal(col[0] + col[1], 3 + 4);
}

static void a_line_is_the_same_from_both_ends(void **unused) {
    (void)unused;
    for (int a = 0; a < 64; a++)
        for (int b = 0; b < 64; b++) {
            int distance = hex_distance_at(a % 8, a / 8, b % 8, b / 8);
            for (int step = 1; step < distance; step++) {
                int col[2], row[2], col_back[2], row_back[2];
                int count = hex_line_at(a % 8, a / 8, b % 8, b / 8, step, col, row);
                assert_int_equal(hex_line_at(b % 8, b / 8, a % 8, a / 8, distance - step, col_back, row_back),
                                 count);
                for (int i = 0; i < count; i++) {
                    assert_int_equal(col[i], col_back[i]);
                    assert_int_equal(row[i], row_back[i]);
                    assert_int_equal(hex_distance_at(a % 8, a / 8, col[i], row[i]), step);
                    assert_int_equal(hex_distance_at(b % 8, b / 8, col[i], row[i]), distance - step);
                }
            }
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(odd_rows_stand_half_a_hex_further_east),
        cmocka_unit_test(a_step_back_returns),
        cmocka_unit_test(cube_coordinates_return_to_column_and_row),
        cmocka_unit_test(distance_is_the_least_number_of_steps),
        cmocka_unit_test(a_line_along_a_row_crosses_the_row),
        cmocka_unit_test(a_line_along_a_hexside_yields_both_hexes),
        cmocka_unit_test(a_line_is_the_same_from_both_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
