// As themes do it: jQuery, no `$`, handlers on the whole document.
jQuery.noConflict()
jQuery(($) => {
  $('.menu-toggle').on('click', function () {
    const open = $('#primary-menu').toggleClass('open').hasClass('open')
    $(this).attr('aria-expanded', String(open))
  })
  // A shortcut of the page: "/" goes to the search, except from a field.
  $(document).on('keydown', (event) => {
    if (event.key !== '/' || $(event.target).is('input, textarea, select')) return
    event.preventDefault()
    $('.search-field').trigger('focus')
  })
  $(document).on('click', 'a[href^="#"]', function (event) {
    event.preventDefault()
    const target = $(this.hash)
    if (target.length) $('html, body').animate({ scrollTop: target.offset().top - 80 }, 200)
  })
})
