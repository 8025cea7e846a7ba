// Run only by browsers too old for the page's own scripts, so written in the language they know.
var place = document.getElementById('notice');
if (place) place.textContent = 'Trình duyệt này cũ quá, chưa mở được trang trò chuyện. Cập nhật trình duyệt, hoặc nhờ người nhà mở giúp trên máy khác.';
