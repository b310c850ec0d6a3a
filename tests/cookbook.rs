//! The recipes of `examples/cookbook` print what their headers say.
//!
//! In the subset: what a recipe prints does not depend on the library.

#[path = "cookbook/mod.rs"]
#[macro_use]
mod recipe;

recipes! { cookbook:
    hello_world { five_ranks }
    point_to_point { number_and_text }
    deadlock { sendrecv sendrecv_long both_receive_first both_send_first both_send_first_long }
    broadcast { one_value }
    scatter { one_item_each too_many_items }
    gather { squares }
    all_to_all { multiples }
    reduction { sums_of_ten sums_of_three }
    virtual_topology { torus open_grid one_rank_too_many }
}
